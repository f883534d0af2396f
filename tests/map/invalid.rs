//! Mistakes in mapping files, one folder each: what is changed, and how the mistake is shown.
//!
//! `tests/map/invalid/<name>/change.toml` lists edits of the package's mappings: a `file`, the text to `find` (once), and
//! what to `put` there; a file that does not exist is made. `expected.stderr` is what is shown. With `BLESS=1` the expected
//! files are written anew.

use std::path::{Path, PathBuf};

use care2mosaic::map::render;
use care2mosaic::pipeline::check_mappings;
use serde::Deserialize;

use super::package::package_mappings;
use crate::support::copy_folder;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    edit: Vec<Edit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    file: PathBuf,
    #[serde(default)]
    find: String,
    put: String,
    #[serde(default)]
    remove: bool,
}

#[test]
fn every_mistake_is_shown_where_it_stands() {
    let cases = cases();
    let share = cases.len().div_ceil(2);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = cases.chunks(share).map(|cases| scope.spawn(|| wrong(cases))).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "not as expected:\n{}", wrong.join("\n"));
}

/// What is shown for those cases that do not show what is expected.
fn wrong(cases: &[PathBuf]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let mappings = folder.path().join("mappings");
    copy_folder(package_mappings(), &mappings);
    cases.iter().filter_map(|case| differing(&mappings, case)).collect()
}

fn differing(mappings: &Path, case: &Path) -> Option<String> {
    let change: Change = toml::from_str(&std::fs::read_to_string(case.join("change.toml")).unwrap()).unwrap();
    change.edit.iter().for_each(|edit| apply(mappings, case, edit));
    let shown = shown(mappings);
    change.edit.iter().for_each(|edit| restore(mappings, edit));
    let expected = case.join("expected.stderr");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&expected, &shown).unwrap();
    }
    let same = std::fs::read_to_string(&expected).unwrap_or_default() == shown;
    (!same).then(|| format!("{}:\n{shown}", case.display()))
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/map/invalid");
    let mut cases: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

fn shown(mappings: &Path) -> String {
    let found = check_mappings(mappings).expect_err("no mistake was found");
    render(mappings, &found, false).replace(&*mappings.to_string_lossy(), "mappings")
}

fn apply(mappings: &Path, case: &Path, edit: &Edit) {
    let path = mappings.join(&edit.file);
    if edit.remove {
        std::fs::remove_file(path).unwrap();
        return;
    }
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let times = if edit.find.is_empty() { 1 } else { text.matches(&edit.find).count() };
    assert_eq!(times, 1, "{}: the text to find stands once in {}", case.display(), edit.file.display());
    let text = if edit.find.is_empty() { text + &edit.put } else { text.replacen(&edit.find, &edit.put, 1) };
    std::fs::write(path, text).unwrap();
}

fn restore(mappings: &Path, edit: &Edit) {
    let (own, copied) = (package_mappings().join(&edit.file), mappings.join(&edit.file));
    if own.exists() {
        std::fs::copy(own, copied).unwrap();
    } else {
        std::fs::remove_file(copied).unwrap();
    }
}
