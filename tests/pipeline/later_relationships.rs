//! Relationships of sealed case files of which a later export says something else.

use std::collections::BTreeMap;

use care2mosaic::pipeline::{Exit, MigrateRequest};

use super::council::{Council, bytes_of, list, run};
use super::later_joining::{TABLE, copy_as, is_in_a_batch, lines_of, without_row};
use super::retry::{assert_unchanged, retry_from, written};

/// A relationship, its two sides, and somebody else.
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) owner: String,
    pub(super) other: String,
    pub(super) third: String,
}

impl Pair {
    fn of(council: &Council) -> Self {
        let mut pair: Option<Self> = None;
        council.edit_rows(TABLE, |row| {
            pair.get_or_insert_with(|| Self {
                key: row["PersonRelationshipId"].to_lowercase(),
                owner: row["PersonId"].to_lowercase(),
                other: row["RelatedPersonId"].to_lowercase(),
                third: String::new(),
            });
        });
        let mut pair = pair.unwrap();
        council.edit_rows("Person", |row| {
            let id = row["PersonId"].to_lowercase();
            if row["MasterId"].is_empty() && id != pair.owner && id != pair.other {
                pair.third = id;
            }
        });
        pair
    }

    /// Changes the relationship in a drop.
    pub(super) fn edit(&self, council: &Council, drop: &str, change: impl Fn(&mut BTreeMap<String, String>)) {
        council.edit_rows_in(drop, TABLE, |row| {
            if row["PersonRelationshipId"].to_lowercase() == self.key {
                change(row);
            }
        });
    }

    pub(super) fn point_at_third(&self, council: &Council, drop: &str) {
        self.edit(council, drop, |row| {
            row.insert("RelatedPersonId".to_owned(), self.third.clone());
        });
    }

    pub(super) fn hold_third(&self, council: &Council, drop: &str) {
        hold(council, drop, &self.third);
    }

    pub(super) fn without_start(&self, council: &Council, drop: &str) {
        self.edit(council, drop, |row| {
            row.insert("StartDate".to_owned(), String::new());
        });
    }

    pub(super) fn waits(&self, council: &Council) -> bool {
        !lines_of(council, "waiting.csv", &self.key).is_empty()
    }

    pub(super) fn is_written(&self, council: &Council) -> bool {
        is_in_a_batch(&council.path("out"), &self.key)
    }

    /// The files of batches that name it.
    pub(super) fn files(&self, council: &Council) -> Vec<String> {
        let files = bytes_of(&council.path("out/data/batches")).into_iter();
        let named =
            files.filter(|(_, bytes)| String::from_utf8_lossy(bytes).to_lowercase().contains(&self.key));
        named.map(|(path, _)| path).collect()
    }

    /// How many records of the table `changed.csv` tells of.
    pub(super) fn told(council: &Council, table: &str) -> usize {
        let changed = list(&council.path("out/exceptions/changed.csv"));
        changed
            .iter()
            .filter(|line| line["ENTITY"] == table)
            .map(|line| line["RECORDS"].parse::<usize>().unwrap())
            .sum()
    }
}

/// Something that holds a case file.
pub(super) fn hold(council: &Council, drop: &str, person: &str) {
    council.edit_rows_in(drop, "Person", |row| {
        if row["PersonId"].to_lowercase() == person {
            row.insert("GenderId".to_owned(), String::new());
        }
    });
}

/// A council, whose export was taken again on later days, and a relationship there.
pub(super) fn council_with(drops: &[&str]) -> (Council, Pair) {
    let council = Council::of(30);
    for (drop, day) in drops.iter().zip(["2026-07-07", "2026-07-08"]) {
        copy_as(&council, drop, day);
    }
    let pair = Pair::of(&council);
    (council, pair)
}

pub(super) fn migrate(council: &Council) -> Exit {
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap().exit
}

/// What is sealed stands, whatever the export of the day would do to it: what waited in it goes with the other person.
#[test]
fn a_relationship_goes_with_the_other_person_although_its_own_case_file_would_be_held_now() {
    let (council, pair) = council_with(&["late"]);
    hold(&council, "drop", &pair.other);
    hold(&council, "late", &pair.owner);
    migrate(&council);
    assert!(pair.waits(&council) && !pair.is_written(&council));
    let finished = retry_from(&council, "late");
    assert_eq!((finished.exit, finished.report.case_files.held), (Exit::Exceptions, 0));
    assert!(pair.is_written(&council) && !pair.waits(&council));
    assert_eq!(Pair::told(&council, "Person"), 1);
    assert_unchanged(&council, "out");
}

/// It stands in a sealed batch, and is in no other, whoever it names now.
#[test]
fn a_sealed_relationship_is_not_written_again_with_somebody_else() {
    let (council, pair) = council_with(&["late"]);
    hold(&council, "drop", &pair.third);
    pair.point_at_third(&council, "late");
    migrate(&council);
    let (files, before) = (pair.files(&council), written(&council.path("out")).len());
    assert!(!files.is_empty());
    let finished = retry_from(&council, "late");
    assert_eq!(finished.exit, Exit::Exceptions);
    assert_eq!(written(&council.path("out")).len(), before + 1, "the third person is written");
    assert_eq!((pair.files(&council), Pair::told(&council, TABLE)), (files, 1));
    assert_unchanged(&council, "out");
}

/// It goes with the first person whom it names when they are written, and with nobody after that.
#[test]
fn a_relationship_that_waits_goes_with_whom_the_export_of_the_day_names_and_once() {
    let (council, pair) = council_with(&["late", "latest"]);
    for drop in ["drop", "late"] {
        hold(&council, drop, &pair.other);
    }
    hold(&council, "drop", &pair.third);
    pair.point_at_third(&council, "late");
    migrate(&council);
    retry_from(&council, "late");
    let files = pair.files(&council);
    assert!(!files.is_empty() && !pair.waits(&council));
    let before = written(&council.path("out")).len();
    retry_from(&council, "latest");
    assert_eq!(written(&council.path("out")).len(), before + 1, "the other person is written");
    assert_eq!((pair.files(&council), pair.waits(&council)), (files, false));
    assert_unchanged(&council, "out");
}

/// It is with the other person now: nothing waits in the case file that had it.
#[test]
fn a_relationship_whose_sides_are_swapped_waits_no_more() {
    let (council, pair) = council_with(&["late"]);
    hold(&council, "drop", &pair.other);
    pair.edit(&council, "late", |row| {
        row.insert("PersonId".to_owned(), pair.other.clone());
        row.insert("RelatedPersonId".to_owned(), pair.owner.clone());
    });
    migrate(&council);
    assert!(pair.waits(&council));
    let finished = retry_from(&council, "late");
    assert_eq!((finished.exit, Pair::told(&council, TABLE)), (Exit::Exceptions, 1));
    assert!(pair.is_written(&council) && !pair.waits(&council));
    assert_unchanged(&council, "out");
}

/// Nothing is settled by an export that does not have the person who is waited for.
#[test]
fn a_relationship_waits_on_where_the_other_person_is_gone() {
    let (council, pair) = council_with(&["late", "latest"]);
    hold(&council, "drop", &pair.other);
    without_row(&council, "late", "Person", &pair.other);
    migrate(&council);
    let finished = retry_from(&council, "late");
    assert_eq!(finished.exit, Exit::Exceptions);
    assert!(pair.waits(&council) && !pair.is_written(&council));
    retry_from(&council, "latest");
    assert!(pair.is_written(&council) && !pair.waits(&council));
    assert_unchanged(&council, "out");
}

/// Nor by one that is wrong about the relationship while the other person is held.
#[test]
fn a_relationship_that_would_be_rejected_now_waits_on_while_the_other_person_is_held() {
    let (council, pair) = council_with(&["late", "latest"]);
    for drop in ["drop", "late"] {
        hold(&council, drop, &pair.other);
    }
    pair.without_start(&council, "late");
    migrate(&council);
    retry_from(&council, "late");
    assert!(pair.waits(&council) && lines_of(&council, "rejects.csv", &pair.key).is_empty());
    retry_from(&council, "latest");
    assert!(pair.is_written(&council) && !pair.waits(&council));
    assert_unchanged(&council, "out");
}

/// What was turned away and is right when the other person is written goes with them, and is listed no more.
#[test]
fn a_rejected_relationship_that_is_put_right_goes_with_the_other_person() {
    let (council, pair) = council_with(&["late"]);
    hold(&council, "drop", &pair.other);
    pair.without_start(&council, "drop");
    migrate(&council);
    assert_eq!(lines_of(&council, "rejects.csv", &pair.key).len(), 1);
    retry_from(&council, "late");
    assert!(pair.is_written(&council) && lines_of(&council, "rejects.csv", &pair.key).is_empty());
    assert_unchanged(&council, "out");
}

/// Nobody has the number by which it waited: it goes with the other person all the same, and is listed no more.
#[test]
fn a_relationship_waits_no_more_where_its_person_has_another_number_now() {
    let (council, pair) = council_with(&["late"]);
    hold(&council, "drop", &pair.other);
    council.edit_rows_in("late", "Person", |row| {
        if row["PersonId"].to_lowercase() == pair.owner {
            row.insert("PersonNumber".to_owned(), "9900001".to_owned());
        }
    });
    migrate(&council);
    assert!(pair.waits(&council));
    retry_from(&council, "late");
    assert!(pair.is_written(&council) && !pair.waits(&council));
    assert_unchanged(&council, "out");
}
