//! Batches that failed, and case files that were held.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use care2mosaic::ledger::BatchState;
use care2mosaic::pipeline::{
    Cancel, Event, Exit, Finished, Observer, ReconcileRequest, RetryRequest, RunError, Silent, migrate,
    reconcile, retry, status, verify,
};

use care2mosaic::report::model::Verdict;
use care2mosaic::report::summary::PlaceNames;
use care2mosaic::report::text::to_text;

use super::council::{Council, bytes_of, cells, list, records, run};
use crate::support::migrate_with_failed;

/// Retries from a later drop; every check passes.
pub(super) fn retry_from(council: &Council, drop: &str) -> Finished {
    let source = Some(council.path(drop));
    let finished = again(&RetryRequest { source, ..request(council, "out") }).unwrap();
    let found: Vec<_> = finished.report.checks.iter().filter(|check| check.findings > 0).collect();
    assert!(found.is_empty(), "{drop}: {found:?}");
    assert!(matches!(finished.exit, Exit::Done | Exit::Exceptions), "{drop}: {:?}", finished.report.stops);
    finished
}

pub(super) fn request(council: &Council, out: &str) -> RetryRequest {
    RetryRequest {
        out: council.path(out),
        source: None,
        batches: Vec::new(),
        mappings: council.path("mappings"),
        profile: None,
        accept_changes: None,
        lost_files: None,
        reconcile: true,
        ledger: None,
        threads: 2,
        typed_in: None,
    }
}

pub(super) fn again(request: &RetryRequest) -> Result<Finished, RunError> {
    retry(request, &Silent, &Cancel::default())
}

/// Nothing in the folder is other than it was written.
pub(super) fn assert_unchanged(council: &Council, out: &str) {
    let request = council.verification(out);
    assert_eq!(verify(&request, &Silent, &Cancel::default()).unwrap().findings, []);
}

/// Runs a drop whose batches of these numbers cannot be written; then they could.
pub(super) fn with_failed(council: &Council, out: &str, numbers: &[u32]) -> RunError {
    migrate_with_failed(&council.request(out), numbers)
}

/// The case files of all batches, by their cross-references: each with its batch.
pub(super) fn written(out: &Path) -> BTreeMap<String, String> {
    let mut written = BTreeMap::new();
    for entry in std::fs::read_dir(out.join("data/batches")).unwrap() {
        let path = entry.unwrap().path();
        for line in list(&path.join("xref.csv")) {
            if line["SOURCE_ENTITY"] == "Person" {
                let before = written.insert(line["SOURCE_ID"].clone(), line["BATCH"].clone());
                assert_eq!(before, None, "a case file stands in two batches");
            }
        }
    }
    written
}

fn reasons(out: &Path) -> BTreeMap<String, String> {
    list(&out.join("exceptions/held.csv"))
        .into_iter()
        .map(|line| (line["CASE_FILE"].clone(), line["REASONS"].clone()))
        .collect()
}

#[test]
fn failed_batches_come_to_the_same_bytes_under_the_same_numbers() {
    let council = Council::of(100);
    council.migrate("whole");
    let error = with_failed(&council, "out", &[2, 4]);
    assert!(matches!(&error, RunError::Batches { failed, .. } if failed.len() == 2), "{error}");
    let mut one = request(&council, "out");
    one.batches = vec![4];
    let part = again(&one).unwrap();
    assert_eq!(
        (part.exit, part.report.verdict),
        (Exit::Done, Verdict::Unproven),
        "what was asked for is written"
    );
    assert_eq!(part.report.failed_batches.iter().map(|batch| batch.batch).collect::<Vec<_>>(), [2]);
    let said = to_text(&part.report, &PlaceNames::default());
    assert!(said.contains("1 batch could not be written before and is left:\n\n  0002  "), "{said}");
    assert!(said.contains("care2mosaic retry OUT"), "{said}");
    assert!(!council.path("out/reconciliation/report.json").exists());
    let seen = status(&council.path("out"), None).unwrap();
    let failed: Vec<_> = seen.batches.iter().filter(|batch| batch.state == BatchState::Failed).collect();
    assert_eq!(failed.iter().map(|batch| batch.number).collect::<Vec<_>>(), [2]);
    assert_eq!(again(&request(&council, "out")).unwrap().exit, Exit::Done);
    assert!(bytes_of(&council.path("whole/data")) == bytes_of(&council.path("out/data")));
    one.batches = vec![2];
    assert!(matches!(again(&one).unwrap_err(), RunError::Usage(_)), "a sealed batch is not tried again");
}

/// Batches of a later run are named by the numbers that they have there.
#[test]
fn a_failed_batch_of_a_later_run_is_tried_alone_under_its_number() {
    let council = Council::with_defects(140, 0.5);
    council.migrate("whole");
    council.migrate("out");
    council.edit("mappings/policy.toml", |text| text.replace("\"hold-case-file\"", "\"drop-record\""));
    again(&request(&council, "whole")).unwrap();
    let numbers = |out: &str| -> Vec<u32> {
        status(&council.path(out), None).unwrap().batches.iter().map(|batch| batch.number).collect()
    };
    let first = numbers("out").len();
    let later: Vec<u32> = numbers("whole")[first..].to_vec();
    assert!(later.len() > 2, "{later:?}");
    let blocks: Vec<_> =
        later[..2].iter().map(|number| council.path(&format!("out/digests/{number:04}.csv/x"))).collect();
    for block in &blocks {
        std::fs::create_dir_all(block).unwrap();
    }
    let error = again(&request(&council, "out")).unwrap_err();
    assert!(matches!(&error, RunError::Batches { failed, .. } if failed.len() == 2), "{error}");
    for block in &blocks {
        std::fs::remove_dir_all(block.parent().unwrap()).unwrap();
    }
    let part = again(&RetryRequest { batches: vec![later[1]], ..request(&council, "out") }).unwrap();
    assert_eq!(part.exit, Exit::Exceptions);
    assert_eq!(part.report.failed_batches.iter().map(|batch| batch.batch).collect::<Vec<_>>(), [later[0]]);
    again(&request(&council, "out")).unwrap();
    assert!(bytes_of(&council.path("whole/data")) == bytes_of(&council.path("out/data")));
}

#[test]
fn an_attached_file_that_vanishes_fails_its_batch_alone() {
    struct Vanish(PathBuf);
    impl Observer for Vanish {
        fn event(&self, event: Event) {
            if matches!(event, Event::PhaseStarted { name: "map and write", .. }) {
                std::fs::rename(&self.0, self.0.with_extension("away")).unwrap();
            }
        }
    }
    let council = Council::of(100);
    council.migrate("whole");
    let folder = council.path("drop/files");
    let file = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let error = migrate(&council.request("out"), &Vanish(file.clone()), &Cancel::default()).unwrap_err();
    assert!(matches!(&error, RunError::Batches { failed, .. } if failed.len() == 1), "{error}");
    assert_eq!(error.exit(), Exit::Source);
    std::fs::rename(file.with_extension("away"), &file).unwrap();
    assert_eq!(again(&request(&council, "out")).unwrap().exit, Exit::Done);
    assert!(bytes_of(&council.path("whole/data")) == bytes_of(&council.path("out/data")));
}

#[test]
fn released_case_files_come_with_what_they_complete() {
    let council = Council::with_defects(140, 0.3);
    let first = council.migrate("out");
    assert_eq!(first.exit, Exit::Exceptions);
    let (before, held) = (written(&council.path("out")), reasons(&council.path("out")));
    let sealed = bytes_of(&council.path("out/data/batches"));
    council.edit("mappings/policy.toml", |text| text.replace("\"hold-case-file\"", "\"drop-record\""));
    let finished = again(&request(&council, "out")).unwrap();
    assert_eq!((finished.exit, finished.changed), (Exit::Exceptions, true));
    assert!(finished.report.checks.iter().all(|check| check.findings == 0), "{:?}", finished.report.checks);
    assert_unchanged(&council, "out");
    let (after, still) = (written(&council.path("out")), reasons(&council.path("out")));
    let released: BTreeSet<_> = held.keys().filter(|number| !still.contains_key(*number)).collect();
    assert!(released.len() > 2, "{held:?}");
    assert!(
        before.iter().all(|(person, batch)| after[person] == *batch),
        "who was written stays where it was"
    );
    let now = bytes_of(&council.path("out/data/batches"));
    assert!(sealed.iter().all(|(path, bytes)| now[path] == *bytes), "a sealed batch changed");
    let lines = list(&council.path("out/reconciliation/case-files.csv"));
    let numbers: Vec<u64> = lines.iter().map(|line| line["CASE_FILE"].parse().unwrap()).collect();
    assert!(numbers.is_sorted());
    assert!(!again(&request(&council, "out")).unwrap().changed, "nothing is left to do");
    let again_before = bytes_of(&council.path("out/data"));
    council.edit("mappings/policy.toml", |text| text + "\n# Looked at again.\n");
    assert!(again(&request(&council, "out")).unwrap().changed);
    let data = bytes_of(&council.path("out/data"));
    assert!(again_before == data, "a retry that releases nobody writes no batch");
    assert!(!run(&council.request("out")).unwrap().changed, "it is what the last retry used");
    council.edit("mappings/policy.toml", |text| text + "\n# And again.\n");
    assert_eq!(run(&council.request("out")).unwrap_err().exit(), Exit::Refused);
}

#[test]
fn a_release_gives_the_rows_that_a_run_without_the_hold_gives() {
    let council = Council::with_defects(140, 0.3);
    council.migrate("out");
    council.edit("mappings/policy.toml", |text| text.replace("\"hold-case-file\"", "\"drop-record\""));
    council.migrate("whole");
    again(&request(&council, "out")).unwrap();
    assert_eq!(rows(&council.path("whole")), rows(&council.path("out")));
}

/// The rows of every table over all batches, but those of shared addresses and the notes that name them: the key of the
/// first that was written stays.
fn rows(out: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, bytes) in bytes_of(&out.join("data/batches")) {
        let name = path.rsplit('/').next().unwrap();
        if path.contains("documents/")
            || name == "manifest.json"
            || name == "xref.csv"
            || name.contains("ADDRESS")
        {
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        let lines = text.lines().skip(1).filter(|line| !line.contains(":PersonAddress,"));
        tables.entry(name.to_owned()).or_default().extend(lines.map(str::to_owned));
    }
    tables
}

#[test]
fn mappings_that_would_change_what_is_sealed_are_refused() {
    let council = Council::with_defects(100, 0.3);
    council.migrate("out");
    let before = bytes_of(&council.path("out/data"));
    council.edit("mappings/codes/gender.csv", |text| swapped(&text));
    let error = again(&request(&council, "out")).unwrap_err();
    let RunError::SealedWouldChange { case_files, changes, .. } = &error else { panic!("{error}") };
    assert!(*case_files > 0 && error.exit() == Exit::Refused);
    assert!(changes.iter().any(|change| change.starts_with("Person: codes/gender.csv")), "{changes:?}");
    assert!(before == bytes_of(&council.path("out/data")));
}

/// A code table that sends two codes the other way round.
fn swapped(text: &str) -> String {
    text.replace("1,Male,M,", "1,Male,F,").replace("2,Female,F,", "2,Female,M,")
}

#[test]
fn nothing_is_added_to_a_folder_with_a_sealed_file_that_changed() {
    let council = Council::with_defects(140, 0.3);
    council.migrate("out");
    council.edit("mappings/policy.toml", |text| text.replace("\"hold-case-file\"", "\"drop-record\""));
    let before = bytes_of(&council.path("out/data/batches"));
    let (name, bytes) = before
        .iter()
        .find(|(name, _)| name.starts_with("0002/") && name.ends_with("CASE_NOTES.csv"))
        .expect("the batch has notes");
    let file = council.path("out/data/batches").join(name);
    std::fs::write(&file, [bytes.as_slice(), b"x"].concat()).unwrap();
    for reconcile in [true, false] {
        let error = again(&RetryRequest { reconcile, ..request(&council, "out") }).unwrap_err();
        let RunError::Tampered { files, .. } = &error else { panic!("{error}") };
        assert_eq!((files[..] == [format!("data/batches/{name}")], error.exit()), (true, Exit::Integrity));
    }
    std::fs::write(&file, bytes).unwrap();
    let added = council.path("out/data/batches/0002/more.csv");
    std::fs::write(&added, "").unwrap();
    let error = again(&request(&council, "out")).unwrap_err();
    assert!(
        matches!(&error, RunError::Added { path, .. } if path == "data/batches/0002/more.csv"),
        "{error}"
    );
    std::fs::remove_file(added).unwrap();
    assert!(bytes_of(&council.path("out/data/batches")) == before);
}

/// Asks the run to stop after so many batches.
pub(super) struct StopAfter(pub(super) AtomicU32, pub(super) Cancel);

impl Observer for StopAfter {
    fn event(&self, event: Event) {
        if matches!(event, Event::BatchFinished { .. }) && self.0.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.1.ask();
        }
    }
}

#[test]
fn an_interrupted_retry_goes_on_to_the_same_bytes() {
    let council = Council::with_defects(140, 0.3);
    council.migrate("whole");
    council.migrate("out");
    council.edit("mappings/policy.toml", |text| text.replace("\"hold-case-file\"", "\"drop-record\""));
    again(&RetryRequest { reconcile: false, ..request(&council, "whole") }).unwrap();
    let cancel = Cancel::default();
    let stop = StopAfter(AtomicU32::new(1), cancel.clone());
    let one = RetryRequest { threads: 1, ..request(&council, "out") };
    assert_eq!(retry(&one, &stop, &cancel).unwrap_err().exit(), Exit::Interrupted);
    let seen = status(&council.path("out"), None).unwrap();
    assert!(seen.next.is_some_and(|next| next.starts_with("care2mosaic retry")), "{}", seen.advice);
    let finished = again(&one).unwrap();
    assert_eq!(finished.exit, Exit::Exceptions, "{:?}", finished.report.checks);
    assert!(bytes_of(&council.path("whole/data")) == bytes_of(&council.path("out/data")));
}

/// Every run writes these lists anew: what was corrected there would be gone.
#[test]
fn corrected_rows_do_not_lie_where_the_run_writes() {
    let council = Council::with_defects(60, 0.3);
    council.migrate("out");
    let there =
        RetryRequest { source: Some(council.path("out/exceptions/rows")), ..request(&council, "out") };
    let error = again(&there).unwrap_err();
    assert_eq!(error.exit(), Exit::Usage);
    assert!(error.to_string().contains("copy what is corrected into a folder of its own"), "{error}");
    assert_unchanged(&council, "out");
}

#[test]
fn corrected_rows_are_laid_over_the_drop() {
    let council = Council::with_defects(140, 0.3);
    council.migrate("out");
    let held = reasons(&council.path("out"));
    let rows = council.path("out/exceptions/rows/PersonRelationship.csv");
    let text = std::fs::read_to_string(rows).unwrap();
    let lines = records(&text);
    let header = cells(lines[0]);
    let place = |name: &str| header.iter().position(|own| own == name).unwrap();
    let mut corrected = lines[0].to_owned();
    for line in &lines[1..] {
        let mut row = cells(line);
        if row[place("REASON")] == "relationship-no-start" {
            row[place("StartDate")] = "2020-01-02".to_owned();
            corrected += &(row.join(",") + "\r\n");
        }
    }
    assert!(corrected.len() > lines[0].len(), "the drop has a relationship without a start");
    std::fs::create_dir(council.path("corrected")).unwrap();
    std::fs::write(council.path("corrected/PersonRelationship.csv"), corrected).unwrap();
    let late = RetryRequest { source: Some(council.path("corrected")), ..request(&council, "out") };
    let finished = again(&late).unwrap();
    assert_eq!(finished.exit, Exit::Exceptions, "{:?}", finished.report.checks);
    let sources: Vec<&str> = finished.report.source.files.iter().map(|file| file.path.as_str()).collect();
    assert!(sources.contains(&"corrections-1/PersonRelationship.csv"));
    let still = reasons(&council.path("out"));
    assert!(held.iter().any(|(number, why)| why == "relationship-no-start" && !still.contains_key(number)));
    assert_eq!(list(&council.path("out/exceptions/changed.csv")).len(), 0);
    assert_unchanged(&council, "out");
    let proof = ReconcileRequest {
        out: council.path("out"),
        sources: vec![council.path("corrected"), council.path("drop")],
        mosaic: None,
        ledger: None,
        threads: 1,
    };
    let proven = reconcile(&proof, &Silent, &Cancel::default()).unwrap();
    assert_eq!((proven.exit, proven.report.root), (finished.exit, finished.report.root));
}

#[test]
fn changes_that_are_accepted_are_told_and_leave_what_is_sealed() {
    let council = Council::with_defects(100, 0.3);
    council.migrate("out");
    let before = bytes_of(&council.path("out/data/batches"));
    council.edit("mappings/codes/gender.csv", |text| swapped(&text));
    let accepting = RetryRequest { accept_changes: Some("agreed".to_owned()), ..request(&council, "out") };
    let finished = again(&accepting).unwrap();
    assert_eq!(finished.exit, Exit::Exceptions, "{:?}", finished.report.checks);
    assert_unchanged(&council, "out");
    let accepted = finished.report.retry.unwrap().accepted.unwrap();
    assert!(accepted.case_files > 0 && accepted.reason == "agreed");
    let after = bytes_of(&council.path("out/data/batches"));
    assert!(before.iter().all(|(path, bytes)| after[path] == *bytes));
}
