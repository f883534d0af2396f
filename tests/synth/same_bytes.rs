//! One seed, one drop.

use std::collections::BTreeMap;
use std::path::Path;

use care2mosaic::synth::{SynthError, SynthOptions, synth};

fn options(people: u64, seed: u64) -> SynthOptions {
    SynthOptions { people, seed, defects: None }
}

/// All files of a drop, by their path within it.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap().chain(std::fs::read_dir(dir.join("files")).unwrap()) {
        let path = entry.unwrap().path();
        if path.is_file() {
            let name = path.strip_prefix(dir).unwrap().to_string_lossy().into_owned();
            found.insert(name, std::fs::read(&path).unwrap());
        }
    }
    found
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let [one, two, three] = ["one", "two", "three"].map(|name| dir.path().join(name));
    let summary = synth(&one, &options(300, 7)).unwrap();
    assert_eq!(synth(&two, &options(300, 7)).unwrap(), summary);
    synth(&three, &options(300, 8)).unwrap();
    assert_eq!(files(&one), files(&two));
    assert_ne!(files(&one)["Person.csv"], files(&three)["Person.csv"]);
    let bytes: usize = files(&one).values().map(Vec::len).sum();
    assert_eq!(bytes as u64, summary.bytes, "the control totals are counted as well");
}

#[test]
fn person_has_exactly_the_rows_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    for people in [1, 2, 3, 50, 101] {
        let place = dir.path().join(people.to_string());
        assert_eq!(synth(&place, &options(people, people)).unwrap().rows("Person"), people);
    }
}

#[test]
fn an_occupied_folder_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("notes.txt"), "mine").unwrap();
    assert!(matches!(synth(dir.path(), &options(5, 1)), Err(SynthError::NotEmpty { .. })));
    assert!(matches!(synth(&dir.path().join("notes.txt"), &options(5, 1)), Err(SynthError::NotEmpty { .. })));
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn only_the_owner_may_read_a_drop() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("new/drop");
    synth(&place, &options(20, 3)).unwrap();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(
        [mode(&place), mode(&place.join("files")), mode(&place.join("Person.csv"))],
        [0o700, 0o700, 0o600]
    );
}
