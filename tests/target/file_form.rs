//! Import files in another form than UTF-8 with commas.

use std::collections::BTreeMap;

use super::{CHECK, change, migrate, project};
use crate::support::{Workplace, files};

const CONTRACT: &str = "contract/contract.toml";

/// The import files of an output folder, by path.
fn import_files(workplace: &Workplace, out: &str) -> BTreeMap<String, Vec<u8>> {
    let mut all = files(&workplace.path(&format!("{out}/data/batches")));
    all.retain(|name, _| is_import_file(name));
    assert!(all.len() > 20);
    all
}

fn is_import_file(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or_default();
    name.starts_with(|first: char| first.is_ascii_digit()) && name.contains('_')
}

/// The records of a file.
fn records(text: &str, delimiter: u8) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).delimiter(delimiter).from_reader(text.as_bytes());
    reader.records().map(Result::unwrap).collect()
}

/// What stands in the folder is proven, unchanged, and can be loaded.
fn assert_sound(workplace: &Workplace, code: i32) {
    workplace.run("reconcile out --source export").ended(code);
    workplace.run("verify out --source export").ended(0);
    workplace.run("load out --to sqlite://staging.sqlite").ended(0);
}

#[test]
fn a_byte_order_mark_and_pipes_change_the_form_alone() {
    let workplace = project();
    workplace.run(&migrate("plain")).ended(0);
    change(&workplace, CONTRACT, "byte_order_mark = false", "byte_order_mark = true");
    change(&workplace, CONTRACT, "delimiter = \",\"", "delimiter = \"|\"");
    workplace.run(&migrate("out")).ended(0);
    let (plain, other) = (import_files(&workplace, "plain"), import_files(&workplace, "out"));
    assert_eq!(plain.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in &plain {
        let marked = std::str::from_utf8(&other[name]).unwrap();
        let text = marked.strip_prefix('\u{feff}').expect("a byte-order mark");
        assert!(text.ends_with("\r\n"));
        assert_eq!(records(text, b'|'), records(std::str::from_utf8(bytes).unwrap(), b','), "{name}");
    }
    let package = std::fs::read_to_string(workplace.path("out/data/datapackage.json")).unwrap();
    assert!(package.contains("\"delimiter\": \"|\""));
    assert_sound(&workplace, 0);
    // A file that lost its mark is not in the contract's form, and whoever reads it back sees that.
    let path = workplace.path("out/data/batches/0001/05_MO_PERSONS.csv");
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[3..]).unwrap();
    let verified = workplace.run("verify out").ended(3);
    assert!(verified.stdout.contains("no byte-order mark"), "{verified}");
    workplace.run("reconcile out --source export").ended(3);
}

#[test]
fn what_windows_1252_lacks_is_rejected_and_never_substituted() {
    let workplace = project();
    workplace.run(&migrate("plain")).ended(0);
    change(&workplace, CONTRACT, "encoding = \"utf-8\"", "encoding = \"windows-1252\"");
    workplace.run(&migrate("out")).ended(5);
    let text = |bytes: &[u8]| encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
    let lacks = |text: &str| encoding_rs::WINDOWS_1252.encode(text).2;
    let rows = |out: &str, read: &dyn Fn(&[u8]) -> String| {
        let mut rows = Vec::new();
        for (name, bytes) in import_files(&workplace, out) {
            let table = name.rsplit('/').next().unwrap().to_owned();
            rows.extend(records(&read(&bytes), b',').into_iter().map(|row| (table.clone(), row)));
        }
        rows
    };
    let plain = rows("plain", &|bytes| String::from_utf8(bytes.to_vec()).unwrap());
    assert!(plain.iter().any(|(_, row)| row.iter().any(lacks)), "the export has such characters");
    let written = rows("out", &text);
    assert!(written.iter().any(|(_, row)| row.iter().any(|cell| !cell.is_ascii())));
    let odd: Vec<_> = written.iter().filter(|row| !plain.contains(row)).collect();
    // A note that people share, and whose other lines belong to records that were rejected, may be shorter.
    assert!(odd.iter().all(|(_, row)| !row.iter().any(|cell| cell.contains('?') || lacks(cell))), "{odd:?}");
    let rejects = std::fs::read_to_string(workplace.path("out/exceptions/rejects.csv")).unwrap();
    let holds = std::fs::read_to_string(workplace.path("out/exceptions/holds.csv")).unwrap();
    assert!(rejects.contains("unencodable-character") || holds.contains("unencodable-character"));
    assert_sound(&workplace, 5);
}

#[test]
fn forms_that_cannot_be_are_mistakes_of_the_contract() {
    for (from, to, named) in [
        ("encoding = \"utf-8\"", "encoding = \"utf-16\"", "`utf-8` or `windows-1252`"),
        ("delimiter = \",\"", "delimiter = \";\"", "`,` or `|`"),
        (
            "encoding = \"utf-8\"\nbyte_order_mark = false",
            "encoding = \"windows-1252\"\nbyte_order_mark = true",
            "only files in `utf-8`",
        ),
    ] {
        let workplace = project();
        change(&workplace, CONTRACT, from, to);
        let said = workplace.run(CHECK).ended(6);
        assert!(said.stderr.contains(named) || said.stdout.contains(named), "{said}");
    }
}
