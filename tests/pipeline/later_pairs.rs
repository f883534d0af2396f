//! Relationships that a later export turns away, or gives twice, when the other person is written.

use care2mosaic::pipeline::Exit;

use super::council::{Council, list};
use super::later_joining::{TABLE, copy_as, is_in_a_batch, lines_of};
use super::later_relationships::{Pair, council_with, hold, migrate};
use super::retry::{assert_unchanged, retry_from, written};

/// A key below all others, and one above.
pub(super) const LOW: &str = "00000000-0000-4000-8000-000000000001";
pub(super) const HIGH: &str = "ffffffff-ffff-4fff-bfff-ffffffffffff";

/// Adds the same relationship seen from the other side, to the first export.
fn mirror(council: &Council, pair: &Pair, key: &str) {
    let (mut place, mut number) = (0, 0);
    council.edit_rows(TABLE, |row| {
        number += 1;
        if row["PersonRelationshipId"].to_lowercase() == pair.key {
            place = number;
        }
    });
    council.add_row(TABLE, place, |row| {
        row.insert("PersonRelationshipId".to_owned(), key.to_owned());
        for (one, other) in
            [("PersonId", "RelatedPersonId"), ("PersonRelationshipTypeId", "RelatedPersonRelationshipTypeId")]
        {
            let (left, right) = (row[one].clone(), row[other].clone());
            row.insert(one.to_owned(), right);
            row.insert(other.to_owned(), left);
        }
        for label in ["personid_cwname", "relatedpersonid_cwname"] {
            row.insert(label.to_owned(), String::new());
        }
    });
}

/// What the export of the day has wrong is rejected by it, although the case file that it is in was sealed from another.
#[test]
fn a_relationship_that_is_wrong_when_the_other_person_is_written_is_rejected() {
    let (council, pair) = council_with(&["late", "latest"]);
    hold(&council, "drop", &pair.other);
    for drop in ["late", "latest"] {
        pair.without_start(&council, drop);
    }
    migrate(&council);
    let before = written(&council.path("out")).len();
    for drop in ["late", "latest"] {
        let finished = retry_from(&council, drop);
        assert_eq!(finished.exit, Exit::Exceptions);
        assert_eq!(written(&council.path("out")).len(), before + 1, "the other person is written");
        assert!(!pair.is_written(&council) && !pair.waits(&council));
        let lines = lines_of(&council, "rejects.csv", &pair.key);
        assert_eq!(
            lines.iter().map(|line| line["REASON"].as_str()).collect::<Vec<_>>(),
            ["relationship-no-start"]
        );
        let case_files = list(&council.path("out/reconciliation/case-files.csv"));
        let own = case_files.iter().find(|line| line["CASE_FILE"] == lines[0]["CASE_FILE"]).unwrap();
        assert_eq!((own["STATE"].as_str(), own["REJECTED"].as_str()), ("incomplete", "1"));
    }
    assert_unchanged(&council, "out");
}

/// A value that the export of the day has wrong is turned away by it, and the relationship goes without.
#[test]
fn a_value_of_a_relationship_that_is_wrong_when_the_other_person_is_written_is_listed() {
    let (council, pair) = council_with(&["late"]);
    hold(&council, "drop", &pair.other);
    pair.edit(&council, "late", |row| {
        row.insert("HasParentalResponsibilityId".to_owned(), "77".to_owned());
    });
    migrate(&council);
    retry_from(&council, "late");
    assert!(pair.is_written(&council) && !pair.waits(&council));
    assert!(!lines_of(&council, "values.csv", &pair.key).is_empty());
    assert_unchanged(&council, "out");
}

/// Another person's relationship comes to the same two people by the later export, and contradicts theirs.
#[test]
fn relationships_that_contradict_each_other_when_the_other_person_is_written_are_rejected() {
    let (council, pair) = council_with(&["late"]);
    hold(&council, "drop", &pair.other);
    let mut turned = String::new();
    council.edit_rows_in("late", TABLE, |row| {
        let key = row["PersonRelationshipId"].to_lowercase();
        let concerns = [&row["PersonId"], &row["RelatedPersonId"]].map(|one| one.to_lowercase());
        if turned.is_empty() && !concerns.contains(&pair.owner) && !concerns.contains(&pair.other) {
            row.insert("PersonId".to_owned(), pair.owner.clone());
            row.insert("RelatedPersonId".to_owned(), pair.other.clone());
            row.insert("StartDate".to_owned(), "2000-01-01".to_owned());
            row.insert("EndDate".to_owned(), String::new());
            turned = key;
        }
    });
    // Both hold at one time, as something else.
    pair.edit(&council, "late", |row| {
        row.insert("StartDate".to_owned(), "2000-01-01".to_owned());
        row.insert("EndDate".to_owned(), String::new());
        let (left, right) =
            (row["PersonRelationshipTypeId"].clone(), row["RelatedPersonRelationshipTypeId"].clone());
        row.insert("PersonRelationshipTypeId".to_owned(), right);
        row.insert("RelatedPersonRelationshipTypeId".to_owned(), left);
    });
    migrate(&council);
    retry_from(&council, "late");
    let lines = lines_of(&council, "rejects.csv", &pair.key);
    assert!(lines.len() == 1 && lines[0]["REASON"] == "relationship-conflict", "{lines:?}");
    assert!(!pair.is_written(&council) && !pair.waits(&council));
    assert_unchanged(&council, "out");
}

/// Of two that say the same from either side, the one that still says so goes with the other person, whichever of them was to
/// give the row; the other names somebody who was written before, and is told.
#[test]
fn one_of_a_mirrored_pair_goes_alone_where_the_other_names_somebody_else_when_it_is_written() {
    for key in [LOW, HIGH] {
        let (council, pair) = mirrored(key);
        hold(&council, "drop", &pair.other);
        pair.point_at_third(&council, "late");
        migrate(&council);
        retry_from(&council, "late");
        assert!(is_in_a_batch(&council.path("out"), key), "{key}");
        assert!(!pair.is_written(&council) && pair.waits(&council), "{key}");
        assert_eq!(Pair::told(&council, TABLE), 1, "{key}");
        assert_unchanged(&council, "out");
    }
}

/// And where both are sealed, they stay what they are.
#[test]
fn a_sealed_mirrored_pair_stays_one_row_whomever_one_of_them_names_now() {
    for key in [LOW, HIGH] {
        let (council, pair) = mirrored(key);
        pair.hold_third(&council, "drop");
        pair.point_at_third(&council, "late");
        migrate(&council);
        let files = pair.files(&council);
        retry_from(&council, "late");
        assert_eq!((pair.files(&council), Pair::told(&council, TABLE)), (files, 1), "{key}");
        assert_unchanged(&council, "out");
    }
}

/// A council with a relationship and its mirror of that key, and its export taken again.
pub(super) fn mirrored(key: &str) -> (Council, Pair) {
    let (council, pair) = council_with(&[]);
    mirror(&council, &pair, key);
    copy_as(&council, "late", "2026-07-07");
    (council, pair)
}
