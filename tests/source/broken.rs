//! Every folder of `tests/broken` is a drop with something wrong: its files are laid over the clean drop of
//! `tests/source/whole`, a file `NAME.absent` takes NAME away, and `expected.txt` says what a survey must find.

use std::fs;
use std::path::{Path, PathBuf};

use super::survey_of::survey;

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if let Some(absent) = name.strip_suffix(".absent") {
            fs::remove_file(to.join(absent)).unwrap();
        } else if name != "expected.txt" && !name.starts_with('.') {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

#[test]
fn a_clean_drop_shows_nothing() {
    assert_eq!(survey(&tests().join("source/whole"), &tests().join("source/mappings")), Vec::<String>::new());
}

#[test]
fn every_broken_drop_shows_what_it_should() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(tests().join("broken")).unwrap() {
        let case = entry.unwrap().path();
        if !case.is_dir() {
            continue;
        }
        let drop = tempfile::tempdir().unwrap();
        copy(&tests().join("source/whole"), drop.path());
        copy(&case, drop.path());
        let text = fs::read_to_string(case.join("expected.txt")).unwrap();
        let mut expected: Vec<_> = text.lines().map(str::to_owned).collect();
        expected.sort();
        let found = survey(drop.path(), &tests().join("source/mappings"));
        if found != expected {
            wrong.push(format!("{}\n  expected {expected:?}\n  found    {found:?}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
