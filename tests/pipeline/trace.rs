//! The story of one case file.

use std::collections::BTreeMap;

use care2mosaic::pipeline::{Cancel, CaseFileTrace, RunError, Silent, TraceRequest, trace};

use super::council::{Council, list, records, run};
use super::later_relationships::{council_with, hold, migrate};
use super::lists::spoil;
use super::retry::retry_from;

pub(super) fn traced(
    council: &Council,
    case_file: u64,
    show_values: bool,
) -> Result<CaseFileTrace, RunError> {
    let request = TraceRequest {
        out: council.path("out"),
        case_file,
        sources: Vec::new(),
        show_values,
        ledger: None,
        threads: 1,
    };
    trace(&request, &Silent, &Cancel::default())
}

fn proven() -> Council {
    let council = Council::of(60);
    spoil(&council);
    run(&care2mosaic::pipeline::MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    council
}

#[test]
fn every_story_adds_up_to_the_line_of_its_case_file() {
    let council = proven();
    let lines = list(&council.path("out/reconciliation/case-files.csv"));
    for state in ["complete", "incomplete", "held"] {
        let line = lines.iter().find(|line| line["STATE"] == state).unwrap();
        let trace = traced(&council, line["CASE_FILE"].parse().unwrap(), false).unwrap();
        assert_eq!(trace.state, state);
        assert_eq!(trace.digest.unwrap_or_default(), line["DIGEST"]);
        assert_eq!(trace.batch.map(|batch| format!("{batch:04}")).unwrap_or_default(), line["BATCH"]);
        assert_eq!(trace.held_for.is_empty(), state != "held");
        let mut outcomes: BTreeMap<String, u64> = BTreeMap::new();
        for record in &trace.records {
            *outcomes.entry(record.outcome.to_uppercase()).or_default() += 1;
            assert!(record.outcome != "migrated" || !record.rows.is_empty(), "{record:?}");
            assert!(record.outcome != "held" || record.rows.is_empty(), "{record:?}");
        }
        for outcome in ["MIGRATED", "MERGED", "EXCLUDED", "REJECTED", "HELD"] {
            assert_eq!(outcomes.get(outcome).copied().unwrap_or_default().to_string(), line[outcome]);
        }
    }
}

/// A note that a person's records of one table share stands with each of them.
#[test]
fn every_record_that_shares_a_note_is_told_with_it() {
    let council = proven();
    let xref = |row: &care2mosaic::pipeline::TracedRow| {
        row.role == "note" && row.legacy_id.ends_with(":PersonAddress")
    };
    let mut shared = 0;
    for line in list(&council.path("out/reconciliation/case-files.csv")) {
        if line["DIGEST"].is_empty() {
            continue;
        }
        let trace = traced(&council, line["CASE_FILE"].parse().unwrap(), false).unwrap();
        let addresses =
            trace.records.iter().filter(|one| one.entity == "PersonAddress" && one.outcome == "migrated");
        let addresses: Vec<_> = addresses.collect();
        assert!(
            addresses.iter().all(|one| one.rows.iter().filter(|row| xref(row)).count() == 1),
            "{addresses:?}"
        );
        shared += usize::from(addresses.len() > 1);
        if shared == 3 {
            return;
        }
    }
    panic!("{shared} people with several addresses");
}

#[test]
fn places_of_records_and_rows_are_those_of_the_files() {
    let council = proven();
    let lines = list(&council.path("out/reconciliation/case-files.csv"));
    let line = lines.iter().find(|line| line["STATE"] == "complete").unwrap();
    let trace = traced(&council, line["CASE_FILE"].parse().unwrap(), false).unwrap();
    for record in &trace.records {
        let text = std::fs::read_to_string(council.path("drop").join(&record.file)).unwrap();
        let line = text.split('\n').nth(usize::try_from(record.line - 1).unwrap()).unwrap();
        assert!(line.to_lowercase().contains(&record.source_id), "{record:?}");
        for row in &record.rows {
            let text = std::fs::read_to_string(council.path("out").join(&row.file)).unwrap();
            let line = text.split('\n').nth(usize::try_from(row.line - 1).unwrap()).unwrap();
            let first = row.legacy_id.split('/').next().unwrap();
            assert!(line.contains(first), "{row:?}");
        }
    }
}

/// What a later export decided of a relationship is told with the place that it has there, and the rows that run wrote.
#[test]
fn a_relationship_is_told_as_the_export_has_it_that_settled_it() {
    for wrong in [true, false] {
        let (council, pair) = council_with(&["late"]);
        hold(&council, "drop", &pair.other);
        if wrong {
            pair.without_start(&council, "late");
        }
        turn_round(&council, "late/PersonRelationship.csv");
        migrate(&council);
        retry_from(&council, "late");
        let mut number = String::new();
        council.edit_rows("Person", |row| {
            if row["PersonId"].to_lowercase() == pair.owner {
                number.clone_from(&row["PersonNumber"]);
            }
        });
        let trace = traced(&council, number.parse().unwrap(), false).unwrap();
        let own: Vec<_> = trace.records.iter().filter(|record| record.source_id == pair.key).collect();
        assert_eq!(own.len(), 1);
        assert_eq!(
            (own[0].outcome, own[0].rows.is_empty()),
            if wrong { ("rejected", true) } else { ("migrated", false) }
        );
        let text = std::fs::read_to_string(council.path("late").join(&own[0].file)).unwrap();
        let line = text.lines().nth(usize::try_from(own[0].line).unwrap() - 1).unwrap();
        assert!(line.to_lowercase().contains(&pair.key));
        assert_eq!(own[0].reasons.len(), usize::from(wrong));
    }
}

/// The rows of a table in the opposite order.
fn turn_round(council: &Council, table: &str) {
    council.edit(table, |text| {
        let lines = records(&text);
        std::iter::once(lines[0]).chain(lines[1..].iter().rev().copied()).collect()
    });
}

#[test]
fn values_are_told_only_where_they_are_asked_for() {
    let council = proven();
    let mut name = String::new();
    let mut number = String::new();
    council.edit_rows("Person", |row| {
        if name.is_empty() && row["MasterId"].is_empty() && !row["GenderId"].is_empty() {
            name = row["LastName"].trim_matches('"').to_owned();
            number = row["PersonNumber"].clone();
        }
    });
    let number = number.trim_matches('"').parse().unwrap();
    let said = |show| serde_json::to_string(&traced(&council, number, show).unwrap()).unwrap();
    assert!(!said(false).contains(&name));
    assert!(said(true).contains(&name));
}

#[test]
fn a_number_that_nobody_has_is_a_mistake_of_the_call() {
    let council = proven();
    assert!(matches!(traced(&council, 1, false), Err(RunError::Usage(_))));
}
