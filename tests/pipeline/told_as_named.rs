//! Folders of earlier versions, which told attached files by the paths that they have.

use std::fs;

use care2mosaic::target::hex;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{Workplace, edit_ledger, files, note_files};

/// The path of a file that no row describes, and how it is told; both stand in the same place among the others.
const NAMES: [&str; 2] = ["files/1.PDF", "files/1.pdf"];

/// The digest of the drop, by the root document.
fn drop_sha256(root: &str) -> String {
    let root: Value = serde_json::from_str(root).unwrap();
    let sources = root["sources"].as_array().unwrap().iter();
    let text = |source: &Value, key: &str| source[key].as_str().unwrap().to_owned();
    let lines = sources.map(|source| format!("{}\0{}\n", text(source, "path"), text(source, "sha256")));
    hex(&Sha256::digest(lines.collect::<String>()))
}

/// Makes of an output folder what an earlier version would have written.
fn as_named(place: &Workplace) {
    let [own, told] = NAMES;
    let out = place.path("out");
    let root = fs::read_to_string(out.join("reconciliation/root.json")).unwrap();
    let ours = drop_sha256(&root);
    for (name, bytes) in files(&out).into_iter().filter(|(name, _)| !name.starts_with("data/")) {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        fs::write(out.join(name), text.replace(told, own)).unwrap();
    }
    let root = fs::read_to_string(out.join("reconciliation/root.json")).unwrap();
    let theirs = drop_sha256(&root);
    assert_ne!(ours, theirs);
    edit_ledger(
        &out,
        &format!(
            "UPDATE source_file SET path = '{own}' WHERE path = '{told}';
             UPDATE exception SET file = '{own}' WHERE file = '{told}';
             UPDATE run SET fingerprint = replace(fingerprint, '{ours}', '{theirs}')"
        ),
    );
    note_files(&out);
}

#[test]
fn folders_of_earlier_versions_are_proved_and_gone_on_with_as_they_are() {
    let place = Workplace::new();
    place.run("synth drop --people 20 --seed 3").ended(0);
    place.write(&format!("drop/{}", NAMES[0]), "a letter");
    let mappings = Workplace::mappings().display().to_string();
    place.run(&format!("migrate drop --out out --mappings {mappings}")).ended(0);
    as_named(&place);
    let root = || fs::read_to_string(place.path("out/reconciliation/root.json")).unwrap();
    let before = root();
    assert!(before.contains(NAMES[0]) && !before.contains(NAMES[1]));
    place.run("verify out").ended(0);
    place.run("verify out --source drop").ended(0);
    place.run("reconcile out --source drop").ended(0);
    assert_eq!(before, root());
    for line in ["retry out", "migrate drop --out out"] {
        place.run(&format!("{line} --mappings {mappings}")).ended(0);
    }
    place.run("status out").ended(0);
    place.run("verify out --source drop").ended(0);
    place.write(&format!("drop/{}", NAMES[0]), "another letter");
    let changed = place.run("verify out --source drop").ended(7);
    assert!(changed.stderr.contains("1 changed"), "{changed}");
}
