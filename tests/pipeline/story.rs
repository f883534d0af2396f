//! A cut-over from the first dry run to the last reconciliation.

use std::collections::{BTreeMap, BTreeSet};

use care2mosaic::ledger::BatchState;
use care2mosaic::pipeline::{
    Cancel, Exit, MigrateRequest, ReconcileRequest, RunError, Silent, compare_runs, history, reconcile,
    status,
};
use care2mosaic::report::model::Verdict;

use super::council::{Council, bytes_of, cells, list, records, run};
use super::retry::{again, request, with_failed, written};

const NEW: usize = 30;
const CHANGED: usize = 12;

#[test]
fn a_cut_over_from_the_first_dry_run_to_the_last_reconciliation() {
    let council = Council::with_defects(160, 0.15);
    let out = council.path("out");
    let codes = std::fs::read_to_string(council.path("mappings/codes/gender.csv")).unwrap();

    // A code is missing: whoever has it is held.
    council.edit("mappings/codes/gender.csv", |text| text.replace("2,Female,F,\n", ""));
    let dry = MigrateRequest { dry_run: true, reconcile: true, ..council.request("out") };
    let first = run(&dry).unwrap();
    assert_eq!((first.exit, first.report.verdict), (Exit::Exceptions, Verdict::ReconciledWithExceptions));
    assert!(first.report.case_files.held > 60, "{:?}", first.report.case_files);

    // The code table is completed.
    std::fs::write(council.path("mappings/codes/gender.csv"), &codes).unwrap();
    let second = run(&dry).unwrap();
    assert_eq!(second.exit, Exit::Exceptions);
    assert!(second.report.case_files.held < first.report.case_files.held / 2);
    let compared = compare_runs(&out, None, (1, 2)).unwrap();
    let went = |reason: &str| {
        compared.causes.iter().any(|one| one.cause.reason == reason && one.cause.records < one.before)
    };
    assert!(went("unmapped-code"), "{:?}", compared.causes);
    let released =
        compared.case_files.iter().filter(|one| one.before.as_deref() == Some("held")).count() as u64;
    assert_eq!(released, first.report.case_files.held - second.report.case_files.held);
    assert!(status(&out, None).unwrap().next.is_some_and(|next| next.starts_with("care2mosaic migrate")));

    // The real run, in which two batches cannot be written.
    let error = with_failed(&council, "out", &[2, 4]);
    assert!(matches!(&error, RunError::Batches { failed, .. } if failed.len() == 2), "{error}");
    let seen = status(&out, None).unwrap();
    assert_eq!(seen.next.as_deref().map(|next| next.starts_with("care2mosaic retry")), Some(true));
    let states: BTreeMap<u32, BatchState> = seen.batches.iter().map(|one| (one.number, one.state)).collect();
    assert_eq!(
        (states[&2], states[&3], states[&4]),
        (BatchState::Failed, BatchState::Sealed, BatchState::Failed)
    );

    // They are tried again: the folder is what an undisturbed run writes.
    let third = again(&request(&council, "out")).unwrap();
    assert_eq!(third.exit, Exit::Exceptions);
    assert_eq!(third.report.case_files, second.report.case_files);
    council.migrate("whole");
    assert!(bytes_of(&council.path("whole/data")) == bytes_of(&out.join("data")));

    // A later export with new people, in which sealed case files changed.
    let before = written(&out);
    let changed = later_export(&council, &before);
    let mut late = request(&council, "out");
    late.source = Some(council.path("late"));
    let fourth = again(&late).unwrap();
    assert_eq!(
        (fourth.exit, fourth.report.verdict),
        (Exit::Exceptions, Verdict::ReconciledWithExceptions),
        "{:?}",
        fourth.report.checks
    );
    let listed = list(&out.join("exceptions/changed.csv"));
    let numbers: BTreeSet<String> = listed.iter().map(|line| line["CASE_FILE"].clone()).collect();
    assert_eq!(numbers, changed);
    assert!(listed.iter().all(|line| line["ENTITY"] == "Person" && line["RECORDS"] == "1"), "{listed:?}");
    let after = written(&out);
    assert!(before.iter().all(|(person, batch)| after[person] == *batch));
    assert_eq!(after.len(), before.len() + NEW);
    assert_eq!(fourth.report.case_files.read, third.report.case_files.read + NEW as u64);

    // All runs together.
    let all = reconcile(
        &ReconcileRequest {
            out: out.clone(),
            sources: vec![council.path("drop"), council.path("late")],
            mosaic: None,
            ledger: None,
            threads: 2,
        },
        &Silent,
        &Cancel::default(),
    )
    .unwrap();
    assert_eq!((all.exit, all.report.verdict), (fourth.exit, fourth.report.verdict));
    assert_eq!(all.report.root, fourth.report.root);
    let runs = history(&out, None).unwrap();
    assert_eq!(runs.iter().map(|run| run.run.dry_run).collect::<Vec<_>>(), [true, true, false, false]);
    assert!(!again(&late).unwrap().changed);
}

/// Writes a later export: as many new people, and as many sealed case files in which the person's record changed. Gives the
/// numbers of these.
fn later_export(council: &Council, written: &BTreeMap<String, String>) -> BTreeSet<String> {
    copy(council);
    let mut changed = BTreeSet::new();
    let mut template = None;
    council.edit_rows_in("late", "Person", |row| {
        let person = row["PersonId"].to_lowercase();
        if written.contains_key(&person) && row["MasterId"].is_empty() {
            if changed.len() < CHANGED {
                row.insert("PlaceOfBirth".to_owned(), "Elsewhere".to_owned());
                changed.insert(row["PersonNumber"].clone());
            } else if template.is_none() && !row["DateOfBirth"].is_empty() {
                template = Some(row.clone());
            }
        }
    });
    let template = template.unwrap();
    council.edit("late/Person.csv", |text| {
        let header = cells(records(&text)[0]);
        let mut text = text;
        for number in 0..NEW {
            let mut row = template.clone();
            row.insert("PersonId".to_owned(), format!("7e57ab1e-0000-4000-8000-{number:012}"));
            row.insert("PersonNumber".to_owned(), (9_900_000 + number).to_string());
            for column in ["FirstName", "LastName", "FullName", "PreferredName"] {
                row.insert(column.to_owned(), format!("{column}{number}"));
            }
            row.insert("DateOfBirth".to_owned(), format!("2011-01-{:02}", number + 1));
            for column in [
                "NHSNumber",
                "UniquePupilNumber",
                "NationalInsuranceNumber",
                "ExternalNumber",
                "LegacyId",
                "PersonPhotoId",
            ] {
                row.insert(column.to_owned(), String::new());
            }
            let cells: Vec<&str> = header.iter().map(|name| row[name].as_str()).collect();
            text += &cells.join(",");
            text += "\r\n";
        }
        text
    });
    council.edit_rows_in("late", "ControlTotals", |row| {
        row.insert("TAKEN_ON".to_owned(), row["TAKEN_ON"].replace("2026-06-30", "2026-07-07"));
        if row["ENTITY"] == "Person" {
            let rows: usize = row["ROWS"].parse().unwrap();
            row.insert("ROWS".to_owned(), (rows + NEW).to_string());
        }
    });
    changed
}

fn copy(council: &Council) {
    crate::support::copy_folder(&council.path("drop"), &council.path("late"));
}
