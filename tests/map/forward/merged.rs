//! People and cases that were merged into others.

use care2mosaic::map::forward::CaseFileState;
use care2mosaic::record::{Outcome, Reason};

use crate::map::world::{World, guid};

#[test]
fn a_merged_person_loses_nothing() {
    let mut world = World::new();
    let (loser, master) = (guid(1_000_000), world.person.to_string());
    let key = loser.to_string();
    let cells = [
        ("PersonId", key.as_str()),
        ("PersonNumber", "500999"),
        ("MasterId", &master),
        ("FirstName", "Amy"),
        ("LastName", "Example"),
        ("FullName", "Amy Example"),
        ("NHSNumber", "999 000 1236"),
        ("GenderId", "2"),
        ("DOBAndAgeTypeId", "5"),
    ];
    world.add("Person", &cells);
    world.merge_person(loser, world.person);
    world.found("Person", loser, Reason::MergedPerson, Some("MasterId"));
    let mapped = world.map();
    assert_eq!(mapped.state(), CaseFileState::Complete, "{:?}", mapped.codes());
    assert_eq!(mapped.outcome(loser), Outcome::Merged);
    assert_eq!(mapped.rows("MO_PERSONS").len(), 1);
    let note = mapped.note(&format!("{}:MergedPerson", world.person)).unwrap();
    assert!(note.starts_with(&format!("<p>[{loser}]</p>")), "{note}");
    for line in ["First name: Amy", "NHS number: 999 000 1236", "Gender: Female [2]", "Person number: 500999"]
    {
        assert!(note.contains(&format!("<p>{line}</p>")), "{line}: {note}");
    }
    assert!(!note.contains("Full name"), "a column that is not carried has no line: {note}");
    let lines = &mapped.file.cross_references;
    for source in [loser.to_string(), "500999".to_owned(), "500123".to_owned(), world.person.to_string()] {
        let line = lines.iter().find(|line| line.source_id == source).unwrap();
        assert_eq!(line.legacy_id, world.person.to_string());
    }
}

#[test]
fn a_merged_case_hands_its_work_on() {
    let mut world = World::new();
    let master = world.add("Case", &[]);
    let loser =
        world.add("Case", &[("MasterId", &master.to_string()), ("AdditionalInformation", "Twice entered")]);
    world.work_of("Case", loser, master, world.person);
    world.found("Case", loser, Reason::MergedPerson, Some("MasterId"));
    let template = world.refer("Document", "CFA-1");
    let cells = [("CaseId", loser.to_string()), ("DocumentId", template)];
    let cells: Vec<_> = cells.iter().map(|(name, text)| (*name, text.as_str())).collect();
    world.add("CaseForm", &[cells[0], cells[1], ("AssessmentStatusId", "1"), ("AnswersInitialized", "1")]);
    let mapped = world.map();
    assert_eq!(
        (mapped.state(), mapped.outcome(loser)),
        (CaseFileState::Complete, Outcome::Merged),
        "{:?}",
        mapped.codes()
    );
    assert_eq!(mapped.row("MO_WORKFLOW_LINKS")["SOURCE_STEP_LEGACY_ID"], master.to_string());
    let note = mapped.note(&format!("{master}:MergedCase")).unwrap();
    assert!(note.contains("<p>Additional information: Twice entered</p>"), "{note}");
    let line = mapped.file.cross_references.iter().find(|line| line.source_id == loser.to_string()).unwrap();
    assert_eq!(line.legacy_id, master.to_string());
}

#[test]
fn a_merge_that_cannot_be_followed_holds() {
    let mut world = World::with_person(&[("MasterId", "0a0a0a0a-0000-4000-8000-00000000dead")]);
    let person = world.person;
    world.found("Person", person, Reason::MergeMasterMissing, Some("MasterId"));
    assert_eq!(world.map().state(), CaseFileState::Held);
}
