//! Rules about coded values.

use care2mosaic::map::forward::CaseFileState;
use care2mosaic::record::Reason;

use super::{person, silent, told};
use crate::map::world::{World, guid};

/// A child of this religion, which is no code that the council's list had when it was mapped.
fn of_religion(cells: &[(&str, &str)]) -> World {
    let key = guid(9_000_000).to_string();
    let mut world = World::with_person(&[("ReligionId", &key)]);
    let mut own = vec![("ReligionId", key.as_str())];
    own.extend_from_slice(cells);
    world.add("Religion", &own);
    world
}

#[test]
fn codes_that_are_not_mapped() {
    let world = of_religion(&[("Name", "Jediism")]);
    let mapped = world.map();
    assert!(mapped.codes().contains(&"Person.ReligionId unmapped-code".to_owned()), "{:?}", mapped.codes());
    assert_eq!(mapped.state(), CaseFileState::Incomplete);
    assert_eq!(mapped.row("MO_PERSONS").get("RELIGION"), None);
    let note = mapped.note(&format!("{}:remainder", world.person)).unwrap();
    assert!(note.contains(&format!("<p>Religion: {}</p>", guid(9_000_000))), "{note}");
    let mapped = of_religion(&[("Name", "Buddhist")]);
    assert!(!mapped.map().has(Reason::UnmappedCode));
    // Gender is required: without it the child is held.
    person(Reason::UnmappedCode, &[("GenderId", "7")], &[("GenderId", "2")]);
    let mapped = World::with_person(&[("GenderId", "7")]);
    assert_eq!(mapped.map().state(), CaseFileState::Held);
}

#[test]
fn numbers_and_keys_without_a_label() {
    person(Reason::OptionNoLabel, &[("DOBAndAgeTypeId", "99")], &[("DOBAndAgeTypeId", "5")]);
    person(Reason::DanglingLookup, &[("ReligionId", "0a0a0a0a-0000-4000-8000-00000000dead")], &[]);
}

#[test]
fn lists_where_one_value_is_expected() {
    let key = "0a0a0a0a-0000-4000-8000-00000000dead";
    for list in [format!("{key};{key}"), format!("[-1,{key},-1]"), format!("{key}, {key}")] {
        for column in ["ReligionId", "ResponsibleUserId", "EthnicityId"] {
            let world = World::with_person(&[(column, &list)]);
            assert_eq!(told(&world), [format!("Person.{column} multi-value")], "{list}");
        }
    }
    person(Reason::MultiValue, &[("DOBAndAgeTypeId", "2,5")], &[("DOBAndAgeTypeId", "x,5")]);
    let world = World::with_person(&[("DOBAndAgeTypeId", "[-1;2;5;-1]")]);
    assert!(!world.map().has(Reason::OptionNoLabel));
}

#[test]
fn codes_that_are_retired() {
    let world = of_religion(&[("Name", "Buddhist"), ("Inactive", "1")]);
    assert!(world.map().has(Reason::RetiredCode));
    let world = of_religion(&[("Name", "Buddhist"), ("EndDate", "2020-01-01")]);
    assert!(world.map().has(Reason::RetiredCode));
    let world = of_religion(&[("Name", "Buddhist"), ("EndDate", "2030-01-01")]);
    assert!(!world.map().has(Reason::RetiredCode));
}

#[test]
fn codes_that_the_target_lacks() {
    // The compiler refuses a mapping that could give one; the mapper holds it all the same.
    silent(Reason::CodeNotInTarget, |_| {});
}

#[test]
fn three_answers() {
    let relate = |value: &str| {
        let mut world = World::new();
        let other = world.other_person().to_string();
        let (mother, child) =
            (world.refer("PersonRelationshipType", "Mother"), world.refer("PersonRelationshipType", "Child"));
        let cells = [
            ("RelatedPersonId", other.as_str()),
            ("PersonRelationshipTypeId", &mother),
            ("RelatedPersonRelationshipTypeId", &child),
            ("StartDate", "2015-01-01"),
            ("HasParentalResponsibilityId", value),
        ];
        world.add("PersonRelationship", &cells);
        world
    };
    let world = relate("3");
    let mapped = world.map();
    assert!(mapped.has(Reason::TriStateUnknown));
    assert_eq!(mapped.row("MO_PERSON_RELATIONSHIPS").get("PARENTAL_RESPONSIBILITY"), None);
    let world = relate("2");
    let mapped = world.map();
    assert!(!mapped.has(Reason::TriStateUnknown));
    assert_eq!(mapped.row("MO_PERSON_RELATIONSHIPS")["PARENTAL_RESPONSIBILITY"], "N");
    silent(Reason::TriStateUnknown, |_| {});
}
