//! Links between steps, of one person and of two.

use care2mosaic::map::forward::{CaseFileState, Fate, LastKind, settle};
use care2mosaic::record::{Action, Guid, Outcome, Reason};

use crate::map::world::{World, guid};

/// A case that came of another person's contact, whose outcome was this.
fn siblings_contact(world: &mut World) -> (Guid, Guid, Guid) {
    let (sibling, contact) = (world.other_person(), guid(3_000_000));
    world.work_of("Contact", contact, contact, sibling);
    let outcome = world.refer("ContactOutcome", "Progress to assessment");
    world.work_value_of("Contact", contact, "ContactOutcomeId", &outcome);
    let case = world.add("Case", &[("InitialContactId", &contact.to_string()), ("PoliceNotes", "Seen.")]);
    (sibling, contact, case)
}

#[test]
fn a_link_to_somebody_elses_work_waits_for_them() {
    let mut world = World::new();
    let (sibling, contact, case) = siblings_contact(&mut world);
    let mapped = world.map();
    assert_eq!(mapped.state(), CaseFileState::Complete, "{:?}", mapped.codes());
    let link = mapped.row("MO_WORKFLOW_LINKS");
    assert_eq!(
        (&link["SOURCE_STEP_LEGACY_ID"], &link["TARGET_STEP_LEGACY_ID"]),
        (&contact.to_string(), &case.to_string())
    );
    let waits = mapped.file.last_rows.iter().find(|row| matches!(row.kind, LastKind::Link(_))).unwrap();
    assert_eq!((waits.other, waits.record.key), (Some(sibling), case));
    assert!(!settle(&mapped.file, |_| Fate::Written).any());
}

#[test]
fn a_lost_link_stands_in_the_note() {
    let mut world = World::new();
    let (sibling, contact, case) = siblings_contact(&mut world);
    let mapped = world.map();
    let amendments =
        settle(&mapped.file, |person| if person == sibling { Fate::Held } else { Fate::Written });
    let finding = &amendments.findings[0];
    assert_eq!((finding.finding.reason, finding.action), (Reason::LinkEndpointMissing, Action::RejectValue));
    assert_eq!(finding.finding.source_id, case.to_string());
    assert!(amendments.outcomes.is_empty());
    assert_eq!(mapped.file.settled_state(amendments.any()), CaseFileState::Incomplete);
    let settled = |written: bool| {
        let rows = mapped.file.last_rows.iter().cloned();
        let rows: Vec<_> = rows
            .filter_map(|row| row.settled(|key| key, |_| written))
            .map(|row| mapped.cells(&row))
            .collect();
        let note = rows.iter().find_map(|row| row.get("NOTE")).unwrap().clone();
        (rows.len(), note)
    };
    let line = format!("<p>Initial contact: {contact}</p>");
    assert!(settled(true).0 == 2 && !settled(true).1.contains(&line));
    assert!(settled(false).0 == 1 && settled(false).1.contains(&line), "{}", settled(false).1);
    let at = |text: &str| settled(false).1.find(text).unwrap();
    assert!(at("Initial contact") < at("Police notes"), "in the dictionary's order");
}

#[test]
fn relationships_share_the_other_persons_fate() {
    let mut world = World::new();
    let other = world.other_person();
    let (mother, child) =
        (world.refer("PersonRelationshipType", "Mother"), world.refer("PersonRelationshipType", "Child"));
    let cells = [
        ("RelatedPersonId", other.to_string()),
        ("PersonRelationshipTypeId", mother),
        ("RelatedPersonRelationshipTypeId", child),
        ("StartDate", "2015-01-01".to_owned()),
    ];
    let cells: Vec<_> = cells.iter().map(|(name, text)| (*name, text.as_str())).collect();
    world.add("PersonRelationship", &cells);
    let mapped = world.map();
    for (fate, outcome, reason) in [
        (Fate::Held, Outcome::Held, Reason::ParentHeld),
        (Fate::Excluded { rule: "external-person".to_owned() }, Outcome::Excluded, Reason::ParentExcluded),
        (Fate::Rejected, Outcome::Rejected, Reason::ParentRejected),
    ] {
        let amendments = settle(&mapped.file, |_| fate.clone());
        let (_, changed, why, rule) = &amendments.outcomes[0];
        assert_eq!((*changed, *why), (outcome, reason));
        assert_eq!(rule == "external-person", outcome == Outcome::Excluded);
        assert_eq!(amendments.findings.len(), 1);
    }
    let rows = mapped.file.last_rows.iter().cloned();
    assert_eq!(rows.filter_map(|row| row.settled(|key| key, |_| false)).count(), 0);
}

/// A form of the child, cloned from another.
fn form(world: &mut World, key: u32, cloned_from: u32, cells: &[(&str, &str)]) -> Guid {
    let template = world.refer("Document", "CFA-1");
    let (key, from) = (guid(key).to_string(), guid(cloned_from).to_string());
    let mut own = vec![
        ("CaseFormId", key.as_str()),
        ("DocumentId", &template),
        ("AssessmentStatusId", "1"),
        ("AnswersInitialized", "1"),
        ("ClonedFromId", &from),
        ("ClonedFromIdTableName", "CaseForm"),
    ];
    own.retain(|(name, _)| !cells.iter().any(|(given, _)| given == name));
    own.extend_from_slice(cells);
    world.add("CaseForm", &own)
}

#[test]
fn circles_are_cut_where_they_close() {
    let mut world = World::new();
    world.add("Case", &[]);
    form(&mut world, 2_000_001, 2_000_003, &[]);
    form(&mut world, 2_000_002, 2_000_001, &[]);
    form(&mut world, 2_000_003, 2_000_002, &[]);
    let mapped = world.map();
    assert!(mapped.codes().contains(&"CaseForm.ClonedFromId link-cycle".to_owned()), "{:?}", mapped.codes());
    assert_eq!(mapped.rows("MO_WORKFLOW_LINKS").len(), 5, "three from the case and two of three clones");
    assert_eq!(mapped.state(), CaseFileState::Incomplete);
    let mut world = World::new();
    world.add("Case", &[]);
    form(&mut world, 2_000_001, 0, &[("ClonedFromId", "NULL"), ("ClonedFromIdTableName", "NULL")]);
    form(&mut world, 2_000_002, 2_000_001, &[]);
    assert!(!world.map().has(Reason::LinkCycle));
}

#[test]
fn a_link_to_a_form_that_is_left_out_is_none() {
    let mut world = World::new();
    world.add("Case", &[]);
    let shell = [
        ("AnswersInitialized", "0"),
        ("AssessmentStatusId", "4"),
        ("ClonedFromId", "NULL"),
        ("ClonedFromIdTableName", "NULL"),
    ];
    form(&mut world, 2_000_001, 0, &shell);
    let copy = form(&mut world, 2_000_002, 2_000_001, &[]);
    let mapped = world.map();
    assert!(
        mapped.codes().contains(&"CaseForm.ClonedFromId link-endpoint-missing".to_owned()),
        "{:?}",
        mapped.codes()
    );
    assert_eq!(mapped.outcome(copy), Outcome::Migrated);
    assert_eq!(mapped.rows("MO_WORKFLOW_LINKS").len(), 1);
}
