//! People of sealed case files of whom a later export says that they are others, or somebody else's.

use std::collections::BTreeSet;

use care2mosaic::pipeline::Exit;

use super::council::{Council, bytes_of, list};
use super::later_joining::{is_in_a_batch, lines_of};
use super::later_relationships::{council_with, hold, migrate};
use super::retry::{assert_unchanged, retry_from, written};

/// Says in a drop that somebody was merged into another person.
fn merge(council: &Council, drop: &str, loser: &str, master: &str) {
    set(council, drop, loser, ("MasterId", master));
}

fn set(council: &Council, drop: &str, person: &str, (column, value): (&str, &str)) {
    council.edit_rows_in(drop, "Person", |row| {
        if row["PersonId"].to_lowercase() == person {
            row.insert(column.to_owned(), value.to_owned());
        }
    });
}

fn number(council: &Council, person: &str) -> String {
    let people = list(&council.path("drop/Person.csv"));
    people.iter().find(|row| row["PersonId"].to_lowercase() == person).unwrap()["PersonNumber"].clone()
}

/// The case files that changed since they were sealed.
fn told(council: &Council) -> BTreeSet<String> {
    let changed = list(&council.path("out/exceptions/changed.csv"));
    changed.iter().filter(|line| line["ENTITY"] == "Person").map(|line| line["CASE_FILE"].clone()).collect()
}

fn reasons(council: &Council, key: &str) -> Vec<String> {
    lines_of(council, "holds.csv", key).iter().map(|line| line["REASON"].clone()).collect()
}

/// Nobody but the council knows who of the two stays: what is sealed stands, and who survives it by now is held.
#[test]
fn whoever_survives_a_sealed_person_and_is_not_written_is_held() {
    let (council, pair) = council_with(&["late", "latest"]);
    hold(&council, "drop", &pair.other);
    merge(&council, "late", &pair.third, &pair.other);
    migrate(&council);
    assert!(pair.waits(&council) && written(&council.path("out")).contains_key(&pair.third));
    let sealed = bytes_of(&council.path("out/data/batches"));
    let finished = retry_from(&council, "late");
    assert_eq!((finished.exit, finished.report.case_files.held), (Exit::Exceptions, 1));
    assert_eq!(reasons(&council, &pair.third), ["conflicting-duplicate"]);
    assert!(told(&council).contains(&number(&council, &pair.third)));
    assert!(pair.waits(&council) && !is_in_a_batch(&council.path("out"), &pair.other));
    assert!(sealed.iter().all(|(path, bytes)| bytes_of(&council.path("out/data/batches"))[path] == *bytes));
    assert_unchanged(&council, "out");
    // Once the merge is undone both are written, and what waited goes with them.
    let finished = retry_from(&council, "latest");
    assert_eq!((finished.exit, finished.report.case_files.held), (Exit::Done, 0));
    assert!(pair.is_written(&council) && written(&council.path("out")).contains_key(&pair.other));
}

/// Somebody who was merged when they were sealed has no row that others could name.
#[test]
fn whoever_was_sealed_as_merged_and_survives_by_now_is_held() {
    let (council, pair) = council_with(&["late"]);
    merge(&council, "drop", &pair.other, &pair.third);
    hold(&council, "drop", &pair.owner);
    migrate(&council);
    let finished = retry_from(&council, "late");
    assert_eq!((finished.exit, finished.report.case_files.held), (Exit::Exceptions, 1));
    assert_eq!(reasons(&council, &pair.other), ["conflicting-duplicate"]);
    assert!(told(&council).contains(&number(&council, &pair.third)));
    assert!(written(&council.path("out")).contains_key(&pair.owner));
    assert!(pair.waits(&council) && !pair.is_written(&council));
    assert_unchanged(&council, "out");
}

/// Mosaic takes a number once, and lists know case files by it: whoever has the number of a sealed one is held without.
#[test]
fn a_newcomer_with_the_number_of_a_sealed_person_is_held() {
    let taken = |keeps: bool| {
        let (council, pair) = council_with(&["late"]);
        let number = number(&council, &pair.third);
        hold(&council, "drop", &pair.other);
        set(&council, "late", &pair.other, ("PersonNumber", &number));
        if !keeps {
            set(&council, "late", &pair.third, ("PersonNumber", "99999999"));
        }
        migrate(&council);
        let finished = retry_from(&council, "late");
        assert_eq!((finished.exit, finished.report.case_files.held), (Exit::Exceptions, 1));
        assert_eq!(reasons(&council, &pair.other), ["duplicate-legacy-id"]);
        assert!(!written(&council.path("out")).contains_key(&pair.other));
        // Mosaic knows the sealed one by the number that it was written with.
        let expected = if keeps { BTreeSet::new() } else { BTreeSet::from([number]) };
        assert_eq!(told(&council), expected);
        assert_unchanged(&council, "out");
    };
    [true, false].into_iter().for_each(taken);
}

/// A person whom the next export has under another key, and all else as it was, is somebody else to this program.
#[test]
fn a_sealed_person_under_another_key_is_held_and_the_sealed_one_told() {
    let (council, pair) = council_with(&["late"]);
    migrate(&council);
    let number = number(&council, &pair.third);
    set(&council, "late", &pair.third, ("PersonId", "0a0a0a0a-0000-4000-8000-00000000beef"));
    for table in ["PersonCaseNote", "PersonAddress", "Case", "HealthAppointment"] {
        council.edit_rows_in("late", table, |row| {
            if row["PersonId"].eq_ignore_ascii_case(&pair.third) {
                row.insert("PersonId".to_owned(), "0a0a0a0a-0000-4000-8000-00000000beef".to_owned());
            }
        });
    }
    let finished = retry_from(&council, "late");
    assert_eq!((finished.exit, finished.report.case_files.held), (Exit::Exceptions, 1));
    assert!(told(&council).contains(&number));
    assert_unchanged(&council, "out");
}

/// Mosaic knows a sealed case file by the number that it was written with, and so do all lists.
#[test]
fn a_sealed_case_file_keeps_its_number() {
    for now in ["", "99999999"] {
        let (council, pair) = council_with(&["late"]);
        hold(&council, "drop", &pair.other);
        migrate(&council);
        set(&council, "late", &pair.third, ("PersonNumber", now));
        assert_eq!(retry_from(&council, "late").exit, Exit::Exceptions);
        assert_eq!(told(&council), BTreeSet::from([number(&council, &pair.third)]));
        let waiting = list(&council.path("out/exceptions/waiting.csv"));
        assert!(waiting.is_empty(), "{waiting:?}");
        assert_unchanged(&council, "out");
    }
}
