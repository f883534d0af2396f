//! Rows that are rejected or withhold a case file, as they are listed to be corrected and come back.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use care2mosaic::pipeline::{Exit, MigrateRequest, RetryRequest};

use super::council::{Council, cells, list, records, run};
use super::retry::{again, assert_unchanged, request, retry_from, written};

/// A council with two people whose gender is not known.
fn with_held() -> (Council, Vec<String>) {
    let council = Council::of(30);
    let mut held = Vec::new();
    council.edit_rows("Person", |row| {
        if held.len() < 2 && row["MasterId"].is_empty() {
            row.insert("GenderId".to_owned(), String::new());
            held.push(row["PersonId"].to_lowercase());
        }
    });
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_eq!((finished.exit, finished.report.case_files.held), (Exit::Exceptions, 2));
    (council, held)
}

/// The file of people to be corrected, each with a gender, with so many columns left out at the end.
fn corrected(council: &Council, left_out: usize) -> String {
    let text = fs::read_to_string(council.path("out/exceptions/rows/Person.csv")).unwrap();
    let lines = records(&text);
    let header = cells(lines[0]);
    let gender = header.iter().position(|name| name == "GenderId").unwrap();
    let mut out = String::new();
    for line in lines {
        let mut row = cells(line);
        if row[gender].is_empty() {
            "1".clone_into(&mut row[gender]);
        }
        row.truncate(header.len() - left_out);
        out += &(row.join(",") + "\r\n");
    }
    out
}

#[test]
fn rows_of_held_people_are_corrected_and_release_them() {
    let (council, held) = with_held();
    let rows = list(&council.path("out/exceptions/rows/Person.csv"));
    let found: Vec<_> = rows.iter().map(|row| row["PersonId"].to_lowercase()).collect();
    assert_eq!(found, held);
    for row in &rows {
        assert_eq!((row["REASON"].as_str(), row["REASON_FIELD"].as_str()), ("missing-mandatory", "GenderId"));
    }
    fs::create_dir(council.path("corrected")).unwrap();
    fs::write(council.path("corrected/Person.csv"), corrected(&council, 0)).unwrap();
    let finished = retry_from(&council, "corrected");
    assert_eq!((finished.exit, finished.report.case_files.held), (Exit::Done, 0));
    let written = written(&council.path("out"));
    assert!(held.iter().all(|person| written.contains_key(person)));
    assert!(!council.path("out/exceptions/rows/Person.csv").exists());
    assert_unchanged(&council, "out");
    // Where rows come from is told wherever such a path stands.
    let said = |line: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_care2mosaic"));
        let output = command.current_dir(council.path("")).args(line.split(' ')).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let trace = said(&format!("trace out {}", rows[0]["PersonNumber"]));
    for told in [trace, said("report out"), said("report out --format html")] {
        let words = "A path that begins with corrections-1 is within the first folder of corrected rows";
        assert!(told.contains("corrections-1") && told.contains(words), "{told}");
    }
}

/// Without their last columns they look like an export of one table, and some with and some without like neither.
#[test]
fn what_may_be_corrected_rows_or_an_export_is_refused() {
    let (council, _) = with_held();
    let before = written(&council.path("out"));
    fs::create_dir(council.path("doubtful")).unwrap();
    fs::write(council.path("doubtful/Person.csv"), corrected(&council, 2)).unwrap();
    let late = RetryRequest { source: Some(council.path("doubtful")), ..request(&council, "out") };
    let error = again(&late).unwrap_err();
    assert_eq!(error.exit(), Exit::Source);
    let said = error.to_string();
    assert!(said.contains("holds 1 of the ") && said.contains("REASON and REASON_FIELD"), "{said}");
    fs::write(council.path("doubtful/Case.csv"), corrected(&council, 0)).unwrap();
    let error = again(&late).unwrap_err();
    assert_eq!(error.exit(), Exit::Source);
    assert!(error.to_string().contains("Case.csv ends in"), "{error}");
    assert_eq!(written(&council.path("out")), before);
    assert_unchanged(&council, "out");
}

/// Every row that holds a case file is there, but for those of people who were adopted: nothing releases them.
#[test]
fn all_rows_that_hold_are_there_but_those_of_adopted_people() {
    let council = Council::with_defects(140, 0.5);
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_eq!(finished.exit, Exit::Exceptions, "{:?}", finished.report.checks);
    let holds = list(&council.path("out/exceptions/holds.csv"));
    let adopted: BTreeSet<&str> =
        holds.iter().filter(|line| line["REASON"] == "held").map(|line| line["CASE_FILE"].as_str()).collect();
    assert!(!adopted.is_empty() && adopted.len() < holds.len());
    for line in &holds {
        let path = council.path(&format!("out/exceptions/rows/{}.csv", line["ENTITY"]));
        let text = fs::read_to_string(path).unwrap_or_default().to_lowercase();
        let is_there = records(&text).iter().any(|row| row.starts_with(&line["SOURCE_ID"]));
        assert_eq!(is_there, !adopted.contains(line["CASE_FILE"].as_str()), "{line:?}");
    }
}

/// Corrected rows change what the export has: a key that it has not would be a person whom nobody ever recorded.
#[test]
fn rows_that_correct_no_row_of_the_export_are_refused() {
    let (council, held) = with_held();
    let before = written(&council.path("out"));
    let right = corrected(&council, 0);
    let stranger = "0d0d0d0d-0000-4000-8000-00000000000d";
    let right = right.to_lowercase().replace("reason,reason_field", "REASON,REASON_FIELD");
    fs::create_dir(council.path("corrected")).unwrap();
    for (key, told) in [(stranger, stranger), ("", "without a key")] {
        fs::write(council.path("corrected/Person.csv"), right.replace(&held[1], key)).unwrap();
        let late = RetryRequest { source: Some(council.path("corrected")), ..request(&council, "out") };
        let error = again(&late).unwrap_err();
        let said = error.to_string();
        assert_eq!(error.exit(), Exit::Refused, "{said}");
        let row = format!("corrected/Person.csv line 3: Person {told}");
        assert!(said.contains("1 of them have no row there") && said.contains(&row), "{said}");
        assert!(said.contains("come with a later export"), "{said}");
        assert_eq!(written(&council.path("out")), before);
        assert_unchanged(&council, "out");
    }
    // Put right in the same folder, they are taken.
    fs::write(council.path("corrected/Person.csv"), right).unwrap();
    assert_eq!(retry_from(&council, "corrected").report.case_files.held, 0);
}
