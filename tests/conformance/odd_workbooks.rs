//! Workbooks with cells that a spreadsheet changed before they came.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;

use crate::support::Workplace;

/// Changes the text of a workbook's worksheet.
fn edit(path: &Path, edit: impl Fn(String) -> String) {
    let mut book = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut parts = Vec::new();
    for place in 0..book.len() {
        let mut part = book.by_index(place).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let name = part.name().unwrap().into_owned();
        let text = if name.contains("worksheets/") { edit(text) } else { text };
        parts.push((name, text));
    }
    let mut changed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        changed.start_file(name, SimpleFileOptions::default()).unwrap();
        changed.write_all(text.as_bytes()).unwrap();
    }
    fs::write(path, changed.finish().unwrap().into_inner()).unwrap();
}

/// Puts another number into a cell that holds one.
fn put(text: &str, cell: &str, number: &str) -> String {
    let begin = format!("<c r=\"{cell}\" t=\"n\"><v>");
    let (before, rest) = text.split_once(&begin).expect("the cell holds a number");
    let (_, after) = rest.split_once("</v>").unwrap();
    format!("{before}{begin}{number}</v>{after}")
}

#[test]
fn a_person_number_that_lost_its_last_digits_is_told_by_one_code() {
    let workplace = Workplace::new();
    workplace.run("synth export --people 20 --seed 11 --shape xlsx").ended(0);
    edit(&workplace.path("export/Person.xlsx"), |text| put(&text, "D3", "12345678901234567"));
    let mappings = Workplace::mappings();
    workplace.run(&format!("migrate export --out out --mappings {}", mappings.display())).ended(5);
    let mut holds = csv::Reader::from_path(workplace.path("out/exceptions/holds.csv")).unwrap();
    let lines = holds.deserialize::<BTreeMap<String, String>>().map(Result::unwrap);
    let told: Vec<_> = lines.map(|line| (line["FIELD"].clone(), line["REASON"].clone())).collect();
    assert_eq!(told, [("PersonNumber".to_owned(), "bad-identifier-format".to_owned())]);
}
