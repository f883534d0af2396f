//! The output folder as a BagIt bag.

use std::fs;

use super::migrated;
use super::tool::{Tool, said};

#[test]
fn sha256sum_accepts_the_manifests() {
    let workplace = migrated();
    let sha256sum = Tool::of_system("sha256sum");
    for manifest in ["manifest-sha256.txt", "tagmanifest-sha256.txt"] {
        let output = sha256sum.run(&workplace.path("out"), &["--check", "--strict", "--quiet", manifest]);
        assert!(output.status.success(), "{}", said(&output));
    }
}

#[test]
fn bagit_accepts_the_folder_and_no_changed_one() {
    let Some(bagit) = Tool::installed("bagit.py") else { return };
    let workplace = migrated();
    let validate = || bagit.run(&workplace.path("."), &["--quiet", "--validate", "out"]);
    let output = validate();
    assert!(output.status.success(), "{}", said(&output));
    let persons = workplace.path("out/data/batches/0001/05_MO_PERSONS.csv");
    let mut bytes = fs::read(&persons).unwrap();
    *bytes.last_mut().unwrap() = b' ';
    fs::write(&persons, bytes).unwrap();
    assert!(!validate().status.success(), "a changed byte is found");
}
