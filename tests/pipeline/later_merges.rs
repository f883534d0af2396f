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
