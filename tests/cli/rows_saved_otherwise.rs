//! Corrected rows as office programs save them, and what these keep beside them.

use std::fs;

use crate::support::{Workplace, with_gender, with_missing_gender};

/// A folder of which somebody is held whose gender is missing, and the rows that hold them, corrected.
fn held() -> (Workplace, String) {
    let place = with_missing_gender(["later", "export", "mappings"]);
    place.run("-q migrate export --out out").ended(5);
    let text = with_gender(&place.path("out/exceptions/rows/Person.csv"));
    (place, text)
}

/// The same rows with another separator.
fn separated(text: &str, separator: u8) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().for_each(|row| writer.write_record(&row.unwrap()).unwrap());
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn rows_that_were_saved_in_another_form_are_refused_in_words() {
    let (place, text) = held();
    let utf_16 = |text: &str| -> Vec<u8> {
        format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let mut cells = text.lines().nth(1).unwrap().split(',');
    let cell = cells.find(|cell| cell.len() > 3 && cell.chars().all(char::is_alphabetic)).unwrap().to_owned();
    let latin = [text.as_bytes(), b"\xEB"].concat();
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("Person.csv", separated(&text, b';').into_bytes(), "Person.csv has semicolons between columns"),
        ("Person.csv", separated(&text, b'\t').into_bytes(), "Person.csv has tabs between columns"),
        ("Person.csv", utf_16(&text), "Person.csv is in UTF-16"),
        ("Person.txt", utf_16(&separated(&text, b'\t')), "Person.txt is in UTF-16"),
        ("Person.csv", latin, "Person.csv is not UTF-8 (line 3)"),
    ];
    for (name, bytes, said) in cases {
        let file = place.write(&format!("rows/{name}"), bytes);
        let run = place.run("retry out --source rows").ended(4);
        assert!(run.stderr.contains(said), "{run}");
        assert!(
            run.stderr.contains("CSV in UTF-8 with commas between columns")
                && run.stderr.contains("save it so")
        );
        assert!(!run.stderr.contains(&cell), "{run}");
        fs::remove_file(file).unwrap();
    }
    place.write("rows/Person.csv", &text);
    place.run("retry out --source rows").ended(0);
    place.run("verify out").ended(0);
}

#[test]
fn what_an_office_program_keeps_beside_an_open_file_is_no_row() {
    let (place, text) = held();
    place.write("rows/Person.csv", &text);
    place.write("rows/.~lock.Person.csv#", ",ann,desk,28.11.2026 10:00,file:///home/ann/.config;");
    place.write("rows/~$Person.csv", "\u{5}ann");
    place.run("retry out --source rows").ended(0);
    // Whether it is still open later matters to nobody.
    fs::remove_file(place.path("rows/.~lock.Person.csv#")).unwrap();
    place.run("reconcile out --source export --source rows").ended(0);
    place.run("retry out").ended(0);
    place.run("verify out").ended(0);
}
