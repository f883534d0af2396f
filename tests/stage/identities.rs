//! People who share what nobody shares, or who look alike.

use care2mosaic::record::Reason;

use super::drop::{Drop, id};

#[test]
fn an_identifier_on_two_people_is_noted_on_both() {
    let mut drop = Drop::new();
    drop.person(1, &[("NHSNumber", "943 476 5919"), ("UniquePupilNumber", "0000000000")]);
    drop.person(2, &[("NHSNumber", "9434765919"), ("UniquePupilNumber", "0000000000")]);
    drop.person(3, &[("NHSNumber", "9434765870")]);
    let stage = drop.stage(10);
    assert_eq!(stage.codes(), [(1, Reason::SharedIdentifier), (2, Reason::SharedIdentifier)]);
    assert_eq!(stage.file(1).findings[0].field, Some(stage.field("Person", "NHSNumber")));
}

#[test]
fn an_identifier_of_a_merged_person_is_not_shared() {
    let mut drop = Drop::new();
    drop.person(1, &[("NHSNumber", "943 476 5919")]);
    drop.person(2, &[("NHSNumber", "9434765919"), ("MasterId", &id(1))]);
    assert_eq!(drop.stage(10).codes(), [(1, Reason::MergedPerson)]);
}

#[test]
fn numbers_legacy_ids_and_likeness() {
    let mut drop = Drop::new();
    let twin = [("FirstName", "Ann"), ("LastName", "Ash"), ("DateOfBirth", "2015-02-03"), ("LegacyId", "L1")];
    drop.person(1, &twin).person(2, &twin);
    drop.person(3, &[("FirstName", "Ann"), ("LastName", "Ash")])
        .person(4, &[("FirstName", "Ann"), ("LastName", "Ash")]);
    drop.row("Person", &[("PersonId", &id(9)), ("PersonNumber", "4")]);
    assert_eq!(
        drop.stage(10).codes(),
        [
            (1, Reason::AmbiguousLegacyId),
            (1, Reason::PossibleDuplicatePerson),
            (2, Reason::AmbiguousLegacyId),
            (2, Reason::PossibleDuplicatePerson),
            (4, Reason::DuplicateLegacyId),
            (4, Reason::DuplicateLegacyId),
        ]
    );
}

/// Many people whose birthday nobody knew have the same day, which is no birthday.
#[test]
fn people_with_a_day_that_stands_for_no_birthday_do_not_look_alike() {
    for day in ["1900-01-01", "1900-01-01 00:00:00.000", "9999-12-31"] {
        let mut drop = Drop::new();
        let unknown = [("FirstName", "Ann"), ("LastName", "Ash"), ("DateOfBirth", day)];
        drop.person(1, &unknown).person(2, &unknown);
        assert_eq!(drop.stage(10).codes(), []);
    }
}

fn suspects(second_start: &str) -> Drop {
    let mut drop = Drop::new();
    drop.person(1, &[]).person(2, &[]);
    drop.row(
        "DuplicateRecord",
        &[
            ("DuplicateRecordId", &id(60)),
            ("RecordId", &id(2)),
            ("SuspectedDuplicateId", &id(1)),
            ("DuplicateRecordStatusId", "1"),
        ],
    );
    let plan = |key, person, start, end| {
        vec![
            ("ChildProtectionId", id(key)),
            ("PersonId", id(person)),
            ("StartDate", String::from(start)),
            ("EndDate", String::from(end)),
        ]
    };
    drop.rows_mut("ChildProtection").push(plan(61, 1, "2020-01-01", "2020-06-01"));
    drop.rows_mut("ChildProtection").push(plan(62, 2, second_start, ""));
    drop
}

#[test]
fn suspected_duplicates_with_overlapping_plans_are_held() {
    let held = [(1, Reason::DuplicateBlocksMerge), (2, Reason::DuplicateBlocksMerge)];
    assert_eq!(suspects("2020-05-31").stage(10).codes(), held);
    assert!(suspects("2020-06-01").stage(10).codes().is_empty());
}

#[test]
fn listed_for_destruction_and_surrogates() {
    let mut drop = Drop::new();
    drop.person(1, &[]).person(2, &[]).person(3, &[]);
    drop.row("Case", &[("CaseId", &id(70)), ("PersonId", &id(3))]);
    drop.row(
        "FileDestruction",
        &[("FileDestructionId", &id(80)), ("RecordId", &id(1)), ("SurrogateRecordId", &id(2))],
    );
    drop.row("FileDestruction", &[("FileDestructionId", &id(81)), ("RecordId", &id(70))]);
    drop.row("FileDestruction", &[("FileDestructionId", &id(82)), ("RecordId", &id(999))]);
    let stage = drop.stage(10);
    let found: Vec<_> =
        stage.findings().into_iter().map(|(number, code, table, _)| (number, code, table)).collect();
    assert_eq!(
        found,
        [
            (1, Reason::DestructionPending, "Person".to_owned()),
            (2, Reason::SurrogateRecord, "Person".to_owned()),
            (3, Reason::DestructionPending, "Case".to_owned()),
        ]
    );
}
