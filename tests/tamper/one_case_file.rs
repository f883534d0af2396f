//! One case file, verified by itself with the export.

use std::collections::BTreeSet;
use std::fs;

use super::carried::carry_the_report;
use super::folder::{Folder, finders};

/// The person number and the key of each person with a note of their own in the first batch.
fn people_with_notes(folder: &Folder) -> Vec<(u64, String)> {
    let rows = |name: &str| {
        let mut reader = csv::Reader::from_path(folder.path(&format!("data/batches/0001/{name}"))).unwrap();
        reader.records().map(|row| row.unwrap()).collect::<Vec<_>>()
    };
    let notes = rows("30_CASE_NOTES.csv");
    let notes = notes.iter().filter(|row| row.iter().any(|cell| cell.contains("the")));
    let notes: BTreeSet<String> = notes.map(|row| row[1].to_owned()).collect();
    let people = rows("05_MO_PERSONS.csv").into_iter().filter(|row| notes.contains(&row[0]));
    people.map(|row| (row[1].parse().unwrap(), row[0].to_owned())).collect()
}

/// Changes a letter of a note of a person, and carries it through everything under the folder.
fn forge_a_note_of(folder: &Folder, person: &str) {
    let own = format!(",{person},");
    let mut done = false;
    folder.edit("data/batches/0001/30_CASE_NOTES.csv", |text| {
        let change = |line: &str| {
            let forged = !done && line.contains(&own) && line.contains("the");
            done |= forged;
            if forged { line.replacen("the", "teh", 1) } else { line.to_owned() }
        };
        text.split_inclusive('\n').map(change).collect()
    });
    folder.carry();
    carry_the_report(folder);
}

#[test]
fn a_case_file_is_held_against_the_export_by_itself() {
    let folder = Folder::new();
    let people = people_with_notes(&folder);
    let verified = folder.verify_case_file(people[0].0, true);
    assert_eq!(verified.findings, []);
    assert!(verified.with_source);
    let case_file = verified.case_file.unwrap();
    assert_eq!(case_file.number, people[0].0);
    assert!(case_file.rows.iter().any(|(table, rows)| table == "CASE_NOTES" && *rows > 0));
}

#[test]
fn a_forgery_carried_through_everything_is_found_in_its_own_case_file_alone() {
    let folder = Folder::new();
    let people = people_with_notes(&folder);
    forge_a_note_of(&folder, &people[0].1);
    assert_eq!(folder.verify_case_file(people[0].0, false).findings, []);
    let verified = folder.verify_case_file(people[0].0, true);
    assert_eq!(finders(&verified), BTreeSet::from(["source"]));
    assert!(
        verified.findings.iter().all(|one| one.case_file == Some(people[0].0)),
        "{:?}",
        verified.findings
    );
    assert_eq!(folder.verify_case_file(people[1].0, true).findings, []);
    assert!(fs::exists(folder.path("reconciliation/root.json.sig")).unwrap(), "the root is as it was signed");
}

/// Moves a note of one person to another, and carries it through everything under the folder.
fn move_a_note(folder: &Folder, from: &str, to: &str) {
    let (own, other) = (format!(",{from},"), format!(",{to},"));
    folder.edit("data/batches/0001/30_CASE_NOTES.csv", |text| text.replacen(&own, &other, 1));
    folder.carry();
    carry_the_report(folder);
}

#[test]
fn what_was_moved_into_a_case_file_is_found_in_it() {
    let folder = Folder::new();
    let people = people_with_notes(&folder);
    move_a_note(&folder, &people[0].1, &people[1].1);
    assert_eq!(folder.verify_case_file(people[1].0, false).findings, []);
    let verified = folder.verify_case_file(people[1].0, true);
    assert_eq!(finders(&verified), BTreeSet::from(["source"]));
    let note = |file: &str| file == "data/batches/0001/30_CASE_NOTES.csv";
    assert!(verified.findings.iter().any(|one| note(&one.file) && one.line.is_some()), "{verified:?}");
    assert_eq!(finders(&folder.verify_case_file(people[0].0, true)), BTreeSet::from(["source"]));
    assert_eq!(folder.verify_case_file(people[2].0, true).findings, []);
}
