//! Attached files of sealed case files that are others in a later export.

use std::path::{Path, PathBuf};

use care2mosaic::pipeline::{
    Cancel, Exit, Finished, MigrateRequest, ReconcileRequest, RetryRequest, Silent, reconcile, status,
};

use super::council::{Council, list, run};
use super::retry::{again, assert_unchanged, request, written};
use crate::support::copy_folder;

/// A sealed folder, and a later export in which `change` was done to the file of a sealed case file.
fn later(change: impl FnOnce(&Path)) -> Council {
    let council = Council::of(60);
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    copy_folder(&council.path("drop"), &council.path("late"));
    council.edit_rows_in("late", "ControlTotals", |row| {
        row.insert("TAKEN_ON".to_owned(), row["TAKEN_ON"].replace("2026-06-30", "2026-07-07"));
    });
    let entries = std::fs::read_dir(council.path("late/files")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    change(&files[0]);
    council
}

fn proven(council: &Council, sources: [&str; 2]) -> Finished {
    let (out, sources) = (council.path("out"), sources.map(|name| council.path(name)).to_vec());
    let request = ReconcileRequest { out, sources, mosaic: None, ledger: None, threads: 1 };
    reconcile(&request, &Silent, &Cancel::default()).unwrap()
}

/// One case file is told as changed, nothing is written, and the proof of all holds.
fn assert_told(council: &Council) {
    let sealed = written(&council.path("out"));
    let late = RetryRequest { source: Some(council.path("late")), ..request(council, "out") };
    let finished = again(&late).unwrap();
    let checks: Vec<_> = finished.report.checks.iter().filter(|check| check.findings > 0).collect();
    assert_eq!(finished.exit, Exit::Exceptions, "{checks:?}");
    let changed = list(&council.path("out/exceptions/changed.csv"));
    let told: Vec<_> = changed.iter().map(|line| [line["ENTITY"].as_str(), &line["RECORDS"]]).collect();
    assert_eq!(told, [["DocumentFile", "1"]]);
    assert_eq!(finished.report.retry.unwrap().changed_case_files, 1);
    assert_eq!(list(&council.path("out/exceptions/holds.csv")).len(), 0, "what is sealed is not held");
    assert_eq!(written(&council.path("out")), sealed);
    for sources in [["drop", "late"], ["late", "drop"]] {
        assert_eq!(proven(council, sources).exit, Exit::Exceptions);
    }
    assert_unchanged(council, "out");
    let status = status(&council.path("out"), None).unwrap();
    assert_eq!(status.changed.case_files, 1);
    assert!(
        status.advice.contains("1 sealed case file is another in the last export; "),
        "{}",
        status.advice
    );
}

#[test]
fn a_file_that_is_gone_changes_its_case_file() {
    assert_told(&later(|file| std::fs::remove_file(file).unwrap()));
}

#[test]
fn a_file_of_another_size_changes_its_case_file() {
    assert_told(&later(|file| {
        let bytes = std::fs::read(file).unwrap();
        std::fs::write(file, [bytes.as_slice(), b"more"].concat()).unwrap();
    }));
}

#[test]
fn a_file_of_other_content_and_the_same_size_changes_its_case_file() {
    assert_told(&later(|file| {
        let mut bytes = std::fs::read(file).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(file, bytes).unwrap();
    }));
}
