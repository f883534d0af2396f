//! What the council decides.

use care2mosaic::map::forward::CaseFileState;
use care2mosaic::record::{Action, Reason};

use crate::map::world::{World, plan_with_policy};

#[test]
fn rejected_values_may_be_listed_only() {
    let plan = plan_with_policy(&["rejected_values = \"list\""]);
    let world = World::with_plan(
        plan,
        &[("NHSNumber", "999 000 1236"), ("MiddleName", "Rose"), ("FullName", "Amina Rose Example")],
    );
    let mapped = world.map();
    assert_eq!(mapped.action(Reason::BadCheckDigit), Some(Action::RejectValue));
    let note = mapped.note(&format!("{}:remainder", world.person)).unwrap();
    assert!(note.contains("Middle name: Rose") && !note.contains("NHS number"), "{note}");
}

#[test]
fn somebody_may_stand_in_for_unknown_authors() {
    let unknown = [("CreatedBy", "0a0a0a0a-0000-4000-8000-00000000dead")];
    let plan = plan_with_policy(&["substitute_author = \"j.worker\""]);
    let world = World::with_plan(plan, &unknown);
    let mapped = world.map();
    assert!(mapped.has(Reason::UnknownAuthor), "counted");
    assert_eq!((mapped.action(Reason::UnknownAuthor), mapped.state()), (None, CaseFileState::Complete));
    let key = format!("{}:remainder", world.person);
    let row = mapped.rows("CASE_NOTES").into_iter().find(|row| row["LEGACY_ID"] == key).unwrap();
    assert_eq!(row["CREATED_BY"], "j.worker");
    assert!(
        row["NOTE"].contains("<p>Created by: 0a0a0a0a-0000-4000-8000-00000000dead</p>"),
        "{}",
        row["NOTE"]
    );
}

#[test]
fn shared_notes_are_signed_and_dated() {
    let note = |world: &World| {
        let key = format!("{}:PersonAddress", world.person);
        let mapped = world.map();
        let row = mapped.rows("CASE_NOTES").into_iter().find(|row| row["LEGACY_ID"] == key).unwrap();
        (row["CREATED_BY"].clone(), row["CREATED_ON"].clone())
    };
    let mut world = World::new();
    world.add("PersonAddress", &[("AddressTypeId", "6")]);
    assert_eq!(note(&world), ("j.worker".to_owned(), "2026-06-30T18:00:00".to_owned()));
    let plan = plan_with_policy(&["migration_worker = \"migration\""]);
    let mut world = World::with_plan(plan, &[]);
    world.add("PersonAddress", &[("AddressTypeId", "6")]);
    assert_eq!(note(&world).0, "migration");
}

#[test]
fn relationships_may_have_a_declared_start() {
    let plan = plan_with_policy(&["relationship-start-when-empty = \"1900-01-01\""]);
    let mut world = World::with_plan(plan, &[]);
    let other = world.other_person().to_string();
    let (mother, child) =
        (world.refer("PersonRelationshipType", "Mother"), world.refer("PersonRelationshipType", "Child"));
    let cells = [
        ("RelatedPersonId", other.as_str()),
        ("PersonRelationshipTypeId", &mother),
        ("RelatedPersonRelationshipTypeId", &child),
    ];
    world.add("PersonRelationship", &cells);
    let mapped = world.map();
    assert!(mapped.has(Reason::RelationshipNoStart), "counted");
    assert_eq!((mapped.action(Reason::RelationshipNoStart), mapped.state()), (None, CaseFileState::Complete));
    assert_eq!(mapped.row("MO_PERSON_RELATIONSHIPS")["START_DATE"], "1900-01-01");
}

#[test]
fn birth_dates_may_be_left_open() {
    let plan = plan_with_policy(&["age_only    = \"write\"", "no_birth    = \"write\""]);
    let age_alone = vec![("DateOfBirth", "NULL"), ("Age", "12"), ("DOBAndAgeTypeId", "4")];
    let grown = vec![("DateOfBirth", "NULL"), ("Age", "18"), ("DOBAndAgeTypeId", "4")];
    for (cells, estimated, context) in
        [(age_alone, "Y", "C"), (grown, "Y", "A"), (vec![("DateOfBirth", "NULL")], "N", "A")]
    {
        let world = World::with_plan(plan.clone(), &cells);
        let mapped = world.map();
        assert_eq!(mapped.state(), CaseFileState::Complete, "{:?}", mapped.codes());
        assert_eq!(mapped.row("MO_PERSONS").get("DATE_OF_BIRTH"), None);
        assert_eq!(mapped.row("MO_PERSONS")["AGE_ESTIMATED"], estimated);
        assert_eq!(mapped.row("MO_PERSONS")["CONTEXT_FLAG"], context);
    }
}
