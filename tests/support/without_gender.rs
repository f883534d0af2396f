//! Somebody who is held until a later export.

use std::path::Path;

use super::{Workplace, files};

/// A folder with a synthetic drop in `LATER`, one in `EXPORT` in which a gender is missing, and the mappings in `MAPPINGS`.
pub(crate) fn with_missing_gender([later, export, mappings]: [&str; 3]) -> Workplace {
    let place = Workplace::in_memory();
    place.run(&format!("-q synth {later} --people 30 --seed 6")).ended(0);
    for (name, bytes) in files(&place.path(later)) {
        let bytes = if name == "Person.csv" { without_gender(&bytes) } else { bytes };
        place.write(&format!("{export}/{name}"), bytes);
    }
    std::os::unix::fs::symlink(Workplace::mappings(), place.path(mappings)).unwrap();
    place
}

/// Rows of people to be corrected, each with a gender.
pub(crate) fn with_gender(rows: &Path) -> String {
    let mut reader = csv::Reader::from_path(rows).unwrap();
    let header = reader.headers().unwrap().clone();
    let gender = header.iter().position(|name| name == "GenderId").unwrap();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    for row in reader.records().map(Result::unwrap) {
        let cells = row.iter().enumerate();
        let cells = cells.map(|(place, cell)| if place == gender && cell.is_empty() { "1" } else { cell });
        writer.write_record(cells).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// The table with the gender of its first survivor taken away. Nobody's cell holds a quote.
pub(crate) fn without_gender(bytes: &[u8]) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
    let header = reader.headers().unwrap().clone();
    let place = |name: &str| header.iter().position(|own| own == name).unwrap();
    let (gender, master) = (place("GenderId"), place("MasterId"));
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let row = rows.iter().find(|row| row[master].is_empty() && !row[gender].is_empty()).unwrap();
    let start = usize::try_from(row.position().unwrap().byte()).unwrap();
    let text = std::str::from_utf8(bytes).unwrap();
    let mut quoted = false;
    let commas = text[start..].char_indices().filter(|(_, character)| {
        quoted ^= *character == '"';
        *character == ',' && !quoted
    });
    let commas: Vec<_> = commas.map(|(at, _)| start + at).take(gender + 1).collect();
    format!("{}{}", &text[..=commas[gender - 1]], &text[commas[gender]..]).into_bytes()
}
