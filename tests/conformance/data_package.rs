//! The import files as a Frictionless Data Package.

use std::fs;

use super::migrated;
use super::tool::{Tool, said};

#[test]
fn frictionless_accepts_the_files_and_no_broken_reference() {
    let Some(frictionless) = Tool::installed("frictionless") else { return };
    let workplace = migrated();
    let validate = || frictionless.run(&workplace.path("out/data"), &["validate", "datapackage.json"]);
    let output = validate();
    assert!(output.status.success(), "{}", said(&output));
    let persons = workplace.path("out/data/batches/0001/05_MO_PERSONS.csv");
    let text = fs::read_to_string(&persons).unwrap();
    let lines: Vec<_> = text.split_inclusive("\r\n").collect();
    fs::write(&persons, lines[..lines.len() - 1].concat()).unwrap();
    let output = validate();
    assert!(!output.status.success() && said(&output).contains("foreign-key"), "{}", said(&output));
}
