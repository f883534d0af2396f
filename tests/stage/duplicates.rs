//! Rows with the same key.

use care2mosaic::record::Reason;

use super::drop::{Drop, id};

fn note(drop: &mut Drop, subject: &str, modified: &str) {
    let (key, person) = (id(50), id(1));
    let columns = [
        ("PersonCaseNoteId", key.as_str()),
        ("PersonId", &person),
        ("Subject", subject),
        ("ModifiedOn", modified),
    ];
    drop.row("PersonCaseNote", &columns);
}

#[test]
fn an_identical_row_is_merged_into_the_first() {
    let mut drop = Drop::new();
    drop.person(1, &[]);
    for _ in 0..3 {
        note(&mut drop, "A", "2026-01-01 00:00:00.000");
    }
    let file = drop.stage(10).file(1);
    assert_eq!(file.records.len(), 2);
    let reasons: Vec<_> = file.duplicates.iter().map(|(_, reason)| *reason).collect();
    assert_eq!(reasons, [Reason::DuplicateRow; 2]);
    assert!(file.findings.is_empty());
}

#[test]
fn the_latest_change_wins() {
    let mut drop = Drop::new();
    drop.person(1, &[]);
    note(&mut drop, "B", "2026-02-01 00:00:00.000");
    note(&mut drop, "C", "2026-03-01 00:00:00.000");
    note(&mut drop, "A", "2026-01-01 00:00:00.000");
    let stage = drop.stage(10);
    let file = stage.file(1);
    let subject = stage.field("PersonCaseNote", "Subject");
    assert_eq!(file.records[1].get(subject).filled(), Some("C"));
    let lost: Vec<_> = file.duplicates.iter().map(|(row, why)| (row.get(subject).filled(), *why)).collect();
    assert_eq!(lost, [(Some("A"), Reason::DuplicateKey), (Some("B"), Reason::DuplicateKey)]);
}

#[test]
fn versions_that_nothing_tells_apart_hold_the_case_file() {
    for modified in ["", "2026-01-01 00:00:00.000"] {
        let mut drop = Drop::new();
        drop.person(1, &[]);
        note(&mut drop, "B", modified);
        note(&mut drop, "A", modified);
        let stage = drop.stage(10);
        assert_eq!(stage.codes(), [(1, Reason::ConflictingDuplicate), (1, Reason::ConflictingDuplicate)]);
        assert_eq!((stage.file(1).records.len(), stage.file(1).duplicates.len()), (3, 0));
    }
}

#[test]
fn the_version_of_a_person_that_stands_says_who_they_are() {
    let mut drop = Drop::new();
    drop.person(1, &[]);
    let older = ("ModifiedOn", "2026-01-01 00:00:00.000");
    drop.row("Person", &[("PersonId", &id(2)), ("PersonNumber", "2"), ("MasterId", &id(1)), older]);
    drop.row(
        "Person",
        &[("PersonId", &id(2)), ("PersonNumber", "3"), ("ModifiedOn", "2026-02-01 00:00:00.000")],
    );
    let stage = drop.stage(10);
    assert_eq!(stage.files().iter().map(|file| file.number).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(stage.file(3).duplicates.len(), 1);
    assert!(stage.codes().is_empty());
}

#[test]
fn shared_rows_are_judged_alike() {
    let mut drop = Drop::new();
    drop.person(1, &[]);
    let team = |name| [("TeamId", id(7)), ("Name", String::from(name))];
    for name in ["A", "A", "B"] {
        drop.rows_mut("Team").push(team(name).to_vec());
    }
    let stage = drop.stage(10);
    assert_eq!(stage.staged.shared_duplicates.len(), 1);
    let reasons: Vec<_> = stage.staged.shared_findings.iter().map(|finding| finding.reason).collect();
    assert_eq!(reasons, [Reason::ConflictingDuplicate; 2]);
    assert_eq!(stage.staged.world.rows(stage.entity("Team")).len(), 2);
}

#[test]
fn a_key_in_two_case_files_stops_the_run() {
    let mut drop = Drop::new();
    drop.person(1, &[]).person(2, &[]);
    drop.row("PersonCaseNote", &[("PersonCaseNoteId", &id(50)), ("PersonId", &id(1))]);
    drop.row("PersonCaseNote", &[("PersonCaseNoteId", &id(50)), ("PersonId", &id(2))]);
    let stage = drop.stage(10);
    assert_eq!(stage.stops(), [Reason::DuplicateTargetKey]);
    assert!(stage.staged.stops.iter().any(|stop| stop.message.contains(&id(50))));
}
