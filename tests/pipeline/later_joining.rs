//! Records that join two case files, of which one is written later, while the export changes.

use std::collections::BTreeMap;
use std::path::Path;

use care2mosaic::pipeline::{Cancel, Exit, Finished, MigrateRequest, Silent, TraceRequest, status, trace};

use super::council::{Council, bytes_of, list, records, run};
use super::retry::{assert_unchanged, retry_from, written};
use crate::support::copy_folder;

pub(super) const TABLE: &str = "PersonRelationship";

/// Copies the drop, as it was taken on that day.
pub(super) fn copy_as(council: &Council, drop: &str, day: &str) {
    copy_folder(&council.path("drop"), &council.path(drop));
    council.edit_rows_in(drop, "ControlTotals", |row| {
        row.insert("TAKEN_ON".to_owned(), row["TAKEN_ON"].replace("2026-06-30", day));
    });
}

/// Takes a record of that table out of a drop; the control totals know of it.
fn without(council: &Council, drop: &str, key: &str) {
    without_row(council, drop, TABLE, key);
}

/// The same of a record of any table.
pub(super) fn without_row(council: &Council, drop: &str, table: &str, key: &str) {
    council.edit(&format!("{drop}/{table}.csv"), |text| {
        let kept = records(&text).into_iter().filter(|one| !one.to_lowercase().starts_with(key));
        kept.collect()
    });
    council.edit_rows_in(drop, "ControlTotals", |row| {
        if row["ENTITY"] == table {
            row.insert("ROWS".to_owned(), (row["ROWS"].parse::<u64>().unwrap() - 1).to_string());
        }
    });
}

/// Holds somebody whom a relationship of another names; gives its key.
fn hold_the_other(council: &Council) -> String {
    let (mut key, mut other) = (String::new(), String::new());
    council.edit_rows(TABLE, |row| {
        if key.is_empty() {
            key = row["PersonRelationshipId"].to_lowercase();
            other = row["RelatedPersonId"].to_lowercase();
        }
    });
    council.edit_rows("Person", |row| {
        if row["PersonId"].to_lowercase() == other {
            row.insert("GenderId".to_owned(), String::new());
        }
    });
    key
}

pub(super) fn lines_of(council: &Council, name: &str, key: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = list(&council.path(&format!("out/exceptions/{name}")));
    lines.retain(|line| line["SOURCE_ID"].to_lowercase() == key);
    lines
}

pub(super) fn is_in_a_batch(out: &Path, key: &str) -> bool {
    let files = bytes_of(&out.join("data/batches"));
    files.into_values().any(|bytes| String::from_utf8_lossy(&bytes).to_lowercase().contains(key))
}

/// It waits for somebody who is written by now, is told as such, and is in no batch.
fn assert_left_out(council: &Council, key: &str, finished: &Finished) {
    assert_eq!(finished.exit, Exit::Exceptions);
    let waiting = lines_of(council, "waiting.csv", key);
    assert!(waiting.len() == 1 && waiting[0]["REASON"] == "parent-held", "{waiting:?}");
    let number = &waiting[0]["CASE_FILE"];
    let changed = list(&council.path("out/exceptions/changed.csv"));
    let told = changed.iter().find(|line| line["ENTITY"] == TABLE && line["CASE_FILE"] == *number);
    assert_eq!(told.map(|line| line["RECORDS"].as_str()), Some("1"), "{changed:?}");
    let balance = finished.report.balance.iter().find(|line| line.entity == TABLE).unwrap();
    assert_eq!(balance.held, 1, "{balance:?}");
    let case_files = list(&council.path("out/reconciliation/case-files.csv"));
    let own = case_files.iter().find(|line| line["CASE_FILE"] == *number).unwrap();
    assert_eq!((own["STATE"].as_str(), own["HELD"].as_str()), ("incomplete", "1"));
    assert!(!is_in_a_batch(&council.path("out"), key));
    let request = TraceRequest {
        out: council.path("out"),
        case_file: number.parse().unwrap(),
        sources: Vec::new(),
        show_values: false,
        ledger: None,
        threads: 1,
    };
    let traced = trace(&request, &Silent, &Cancel::default()).unwrap();
    let record = traced.records.iter().find(|record| record.source_id == *key).unwrap();
    assert_eq!((record.outcome, record.rows.len()), ("held", 0));
    let seen = status(&council.path("out"), None).unwrap();
    assert!(seen.advice.contains("exceptions/waiting.csv lists each"), "{}", seen.advice);
    assert!(seen.next.is_some_and(|next| next.contains("care2mosaic sample")), "{}", seen.advice);
    assert_unchanged(council, "out");
}

/// What waited for somebody goes with them by the export of that day. Where that does not have it, nobody writes it, then or
/// ever, and it is told as long as the folder stands.
#[test]
fn a_record_that_is_gone_when_the_other_person_is_written_is_told_and_never_written() {
    let council = Council::of(30);
    for (drop, day) in [("late", "2026-07-07"), ("later", "2026-07-08"), ("latest", "2026-07-09")] {
        copy_as(&council, drop, day);
    }
    let key = hold_the_other(&council);
    for drop in ["late", "later"] {
        without(&council, drop, &key);
    }
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_eq!(lines_of(&council, "waiting.csv", &key).len(), 1);
    let before = written(&council.path("out")).len();
    let finished = retry_from(&council, "late");
    assert_eq!(written(&council.path("out")).len(), before + 1, "the other person is written");
    assert_left_out(&council, &key, &finished);
    // The same again, and when it is back, even.
    for drop in ["later", "latest"] {
        let finished = retry_from(&council, drop);
        assert_left_out(&council, &key, &finished);
    }
}

/// Nothing is the matter where it was gone for a while only, and the other person was not written meanwhile.
#[test]
fn a_record_that_was_gone_for_a_while_is_written_with_the_other_person() {
    let council = Council::of(30);
    copy_as(&council, "latest", "2026-07-09");
    let key = hold_the_other(&council);
    copy_as(&council, "late", "2026-07-07");
    without(&council, "late", &key);
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    retry_from(&council, "late");
    assert_eq!(lines_of(&council, "waiting.csv", &key).len(), 1);
    let finished = retry_from(&council, "latest");
    assert_eq!((finished.exit, finished.report.case_files.incomplete), (Exit::Done, 0));
    assert!(is_in_a_batch(&council.path("out"), &key));
    assert_eq!(lines_of(&council, "waiting.csv", &key).len(), 0);
    assert_unchanged(&council, "out");
}
