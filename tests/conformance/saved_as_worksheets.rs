//! Exports saved as worksheets, with days and times as the cells that spreadsheets make of them, give the same import files as
//! the same exports saved as text.

use super::worksheets::{FORMS, OfText, save};
use crate::support::{Workplace, files};

/// The import files of an export but for manifests, which name the mappings.
fn import_files(workplace: &Workplace, export: &str, mappings: &str) -> Vec<(String, Vec<u8>)> {
    workplace.run(&format!("migrate {export} --out out-{export} --mappings {mappings} --quiet")).ended(0);
    let data = files(&workplace.path(&format!("out-{export}/data")));
    data.into_iter().filter(|(name, _)| !name.ends_with("manifest.json")).collect()
}

/// Writes every table anew with nothing in place of the empty text, which a cell of a worksheet cannot be told from.
fn without_empty_texts(workplace: &Workplace, export: &str) {
    for name in files(&workplace.path(export)).into_keys() {
        if name.strip_suffix(".csv").is_none() {
            continue;
        }
        let path = workplace.path(&format!("{export}/{name}"));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(&path).unwrap();
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        let mut builder = csv::WriterBuilder::new();
        let mut writer = builder.terminator(csv::Terminator::CRLF).from_path(&path).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        writer.flush().unwrap();
    }
}

/// Worksheets of every form give what the text gives.
fn same_as_worksheets(council: &str, profile: &OfText) {
    let workplace = Workplace::in_memory();
    workplace.run(&format!("synth text {council} --shape {}", profile.name)).ended(0);
    without_empty_texts(&workplace, "text");
    let expected = import_files(&workplace, "text", Workplace::mappings().to_str().unwrap());
    for form in &FORMS {
        let mappings = save(&workplace, "text", profile, form);
        let found = import_files(&workplace, form.0, &mappings);
        let differing = expected.iter().zip(&found).find(|(one, other)| one != other).map(|(one, _)| &one.0);
        assert!(expected.len() > 20 && expected.len() == found.len(), "{}", form.0);
        assert_eq!(differing, None, "{}", form.0);
    }
}

#[test]
fn screens_saved_as_worksheets_give_the_same_import_files() {
    let screens = OfText { name: "screen", day: "\"DD/MM/YYYY\"", time: "\"DD/MM/YYYY HH:MM\"" };
    same_as_worksheets("--people 14 --seed 9", &screens);
}

#[test]
fn flat_tables_saved_as_worksheets_give_the_same_import_files() {
    let flat =
        OfText { name: "reporting-tables", day: "\"YYYY-MM-DD\"", time: "\"YYYY-MM-DD HH:MM:SS.mmm\"" };
    same_as_worksheets("--people 14 --seed 9", &flat);
}
