//! Somebody who is held until a later export.

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
