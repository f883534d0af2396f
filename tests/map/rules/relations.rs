//! Rules about relationships, allocations, parents and lookups.

use care2mosaic::map::forward::CaseFileState;
use care2mosaic::record::{Action, Guid, Outcome, Reason};

use super::{fires, silent};
use crate::map::world::{World, guid};

/// The child's relationship to another person.
pub(super) fn related(world: &mut World, other: Guid, cells: &[(&str, &str)]) -> Guid {
    let (other, types) = (other.to_string(), types(world));
    let mut own = vec![
        ("RelatedPersonId", other.as_str()),
        ("PersonRelationshipTypeId", &types.0),
        ("RelatedPersonRelationshipTypeId", &types.1),
        ("StartDate", "2015-01-01"),
    ];
    own.retain(|(name, _)| !cells.iter().any(|(given, _)| given == name));
    own.extend_from_slice(cells);
    world.add("PersonRelationship", &own)
}

/// The other person's relationship to the child.
pub(super) fn seen_from_there(world: &mut World, other: Guid, cells: &[(&str, &str)]) -> Guid {
    let (other, child, types) = (other.to_string(), world.person.to_string(), types(world));
    let mut own = vec![
        ("PersonId", other.as_str()),
        ("RelatedPersonId", &child),
        ("PersonRelationshipTypeId", &types.1),
        ("RelatedPersonRelationshipTypeId", &types.0),
        ("StartDate", "2015-01-01"),
    ];
    own.retain(|(name, _)| !cells.iter().any(|(given, _)| given == name));
    own.extend_from_slice(cells);
    world.add_joining("PersonRelationship", &own)
}

fn types(world: &mut World) -> (String, String) {
    (world.refer("PersonRelationshipType", "Mother"), world.refer("PersonRelationshipType", "Child"))
}

#[test]
fn a_relationship_waits_for_the_other_person() {
    let mut world = World::new();
    let other = world.other_person();
    let key = related(&mut world, other, &[]);
    let mapped = world.map();
    assert_eq!(mapped.state(), CaseFileState::Complete);
    assert_eq!(mapped.row("MO_PERSON_RELATIONSHIPS")["PERSON_RELATED_TO_LEGACY_ID"], other.to_string());
    assert_eq!(mapped.file.joining.len(), 1);
    assert_eq!((mapped.file.joining[0].other, mapped.file.joining[0].place.key), (other, key));
    assert!(mapped.file.last_rows.iter().all(|row| row.other == Some(other)));
    assert_eq!(mapped.file.last_rows.len(), 2, "the row and its note");
}

#[test]
fn people_related_to_themselves() {
    fires(Reason::SelfRelationship, |world| {
        let child = world.person;
        related(world, child, &[]);
    });
    silent(Reason::SelfRelationship, |world| {
        let other = world.other_person();
        related(world, other, &[]);
    });
    fires(Reason::SelfRelationship, |world| {
        let (loser, child) = (world.other_person(), world.person);
        world.merge_person(loser, child);
        related(world, loser, &[]);
    });
}

#[test]
fn relationships_without_a_start() {
    let mut world = World::new();
    let other = world.other_person();
    let key = related(&mut world, other, &[("StartDate", "NULL")]);
    let mapped = world.map();
    assert!(mapped.has(Reason::RelationshipNoStart));
    assert_eq!((mapped.state(), mapped.outcome(key)), (CaseFileState::Held, Outcome::Rejected));
}

#[test]
fn relationships_held_from_both_sides() {
    let mut world = World::new();
    let other = world.other_person();
    let theirs = seen_from_there(&mut world, other, &[]);
    let ours = related(&mut world, other, &[]);
    let mapped = world.map();
    assert_eq!(mapped.action(Reason::RelationshipMirrored), Some(Action::Merge));
    assert_eq!((mapped.state(), mapped.outcome(ours)), (CaseFileState::Complete, Outcome::Merged));
    assert!(mapped.rows("MO_PERSON_RELATIONSHIPS").is_empty());
    let line = &mapped.file.joining[0].cross_references[0];
    assert_eq!((&line.source_id, &line.legacy_id), (&ours.to_string(), &theirs.to_string()));
    // The side with the lower key stands for both.
    silent(Reason::RelationshipMirrored, |world| {
        let other = world.other_person();
        related(world, other, &[]);
        seen_from_there(world, other, &[]);
    });
    silent(Reason::RelationshipMirrored, |world| {
        let other = world.other_person();
        seen_from_there(world, other, &[("EndDate", "2016-01-01")]);
        related(world, other, &[("StartDate", "2018-01-01")]);
    });
}

#[test]
fn a_mirrored_relationship_is_in_the_row_that_says_the_same() {
    let mut world = World::new();
    let other = world.other_person();
    let ended = ("EndDate", "2016-01-01");
    let (earlier, again) = (seen_from_there(&mut world, other, &[ended]), ("StartDate", "2018-01-01"));
    let theirs = seen_from_there(&mut world, other, &[again]);
    let ours = related(&mut world, other, &[again]);
    let mapped = world.map();
    let line = &mapped.file.joining[0].cross_references[0];
    assert!(earlier < theirs);
    assert_eq!((&line.source_id, &line.legacy_id), (&ours.to_string(), &theirs.to_string()));
}

#[test]
fn relationships_given_twice_from_one_side() {
    let mut world = World::new();
    let other = world.other_person();
    let first = related(&mut world, other, &[]);
    let again = related(&mut world, other, &[("StartDate", "2018-01-01")]);
    let mapped = world.map();
    assert_eq!(mapped.action(Reason::RelationshipMirrored), Some(Action::Merge));
    let outcomes = (mapped.outcome(first), mapped.outcome(again));
    assert_eq!((mapped.state(), outcomes), (CaseFileState::Complete, (Outcome::Migrated, Outcome::Merged)));
    assert_eq!(mapped.row("MO_PERSON_RELATIONSHIPS")["START_DATE"], "2015-01-01");
    let lines = mapped.file.joining.iter().flat_map(|joining| &joining.cross_references);
    let line = lines.into_iter().find(|line| line.source_id == again.to_string()).unwrap();
    assert_eq!(line.legacy_id, first.to_string());
    silent(Reason::RelationshipMirrored, |world| {
        let other = world.other_person();
        related(world, other, &[("EndDate", "2016-01-01")]);
        related(world, other, &[("StartDate", "2018-01-01")]);
    });
}

#[test]
fn relationships_that_disagree() {
    fires(Reason::RelationshipConflict, |world| {
        let other = world.other_person();
        let father = world.refer("PersonRelationshipType", "Father");
        seen_from_there(world, other, &[("RelatedPersonRelationshipTypeId", &father)]);
        related(world, other, &[]);
    });
    silent(Reason::RelationshipConflict, |world| {
        let other = world.other_person();
        seen_from_there(world, other, &[]);
        related(world, other, &[]);
    });
}

#[test]
fn ends_before_starts() {
    fires(Reason::EndBeforeStart, |world| {
        let other = world.other_person();
        related(world, other, &[("EndDate", "2014-01-01")]);
    });
    silent(Reason::EndBeforeStart, |world| {
        let other = world.other_person();
        related(world, other, &[("EndDate", "2015-01-01")]);
    });
}

#[test]
fn parents_that_are_not_there() {
    let mut world = World::new();
    let key = related(&mut world, guid(4_000_000), &[]);
    let mapped = world.map();
    assert!(mapped.codes().contains(&"PersonRelationship.RelatedPersonId orphan-parent".to_owned()));
    assert_eq!(mapped.outcome(key), Outcome::Rejected);
    let mut world = World::new();
    world.add("Case", &[("ResponsibleUserId", &guid(4_000_001).to_string())]);
    let mapped = world.map();
    assert!(mapped.codes().contains(&"Case.ResponsibleUserId dangling-lookup".to_owned()));
    assert_eq!(mapped.state(), CaseFileState::Incomplete);
    assert_eq!(mapped.row("MO_WORKFLOW_STEPS").get("ASSIGNEE_LEGACY_ID"), None);
    silent(Reason::DanglingLookup, |world| {
        let worker = world.worker.to_string();
        world.add("Case", &[("ResponsibleUserId", &worker)]);
    });
}

#[test]
fn shared_records_that_are_not_written() {
    let mut world = World::new();
    world.add("Case", &[]);
    world.unwrite(world.team);
    let mapped = world.map();
    assert!(mapped.codes().contains(&"Case.OwnerId parent-rejected".to_owned()), "{:?}", mapped.codes());
    assert_eq!(mapped.state(), CaseFileState::Held);
}

#[test]
fn lists_where_one_value_is_expected() {
    let list = format!("{},{}", guid(1), guid(2));
    fires(Reason::MultiValue, |world| {
        world.add("Case", &[("ResponsibleUserId", &list)]);
    });
    silent(Reason::MultiValue, |world| {
        world.add("Case", &[("ResponsibleUserId", "not a key, nor a list")]);
    });
}

#[test]
fn children_share_their_parents_fate() {
    let mut world = World::new();
    let health = world.refer("DataForm", "CommunityHealthCase");
    let case = world.add("Case", &[("DataFormId", &health)]);
    let note = world.add("CaseCaseNote", &[]);
    let mapped = world.map();
    assert!(mapped.has(Reason::NotSocialCare) && mapped.has(Reason::ParentExcluded));
    assert_eq!((mapped.outcome(case), mapped.outcome(note)), (Outcome::Excluded, Outcome::Excluded));
    assert_eq!(mapped.state(), CaseFileState::Complete);
    assert!(
        mapped
            .file
            .outcomes
            .iter()
            .filter(|outcome| outcome.outcome == Outcome::Excluded)
            .all(|outcome| { outcome.rule == "not-social-care" })
    );
    let mut world = World::new();
    let case = world.add("Case", &[("StartDateTime", "NULL")]);
    let note = world.add("CaseCaseNote", &[]);
    let mapped = world.map();
    assert!(
        mapped.has(Reason::MissingMandatory) && mapped.has(Reason::ParentRejected),
        "{:?}",
        mapped.codes()
    );
    assert_eq!((mapped.outcome(case), mapped.outcome(note)), (Outcome::Rejected, Outcome::Rejected));
    assert_eq!(mapped.outcome(world.person), Outcome::Held);
}

#[test]
fn rows_of_another_persons_case() {
    fires(Reason::PersonCaseMismatch, |world| {
        let (case, other) = (world.add("Case", &[]), world.other_person());
        world.work_of("Case", case, case, other);
        let case = case.to_string();
        *world = World::new();
        let other = world.other_person();
        let key = guid(5_000_000);
        world.work_of("Case", key, key, other);
        world.add("CaseInvolvement", &[("CaseId", &key.to_string())]);
        drop(case);
    });
    silent(Reason::PersonCaseMismatch, |world| {
        world.add("Case", &[]);
        world.add("CaseInvolvement", &[]);
    });
}

#[test]
fn leading_workers() {
    fires(Reason::TwoLeadingWorkers, |world| {
        world.add("Case", &[]);
        let role = world.refer("InvolvementRole", "Allocated social worker");
        world.add("CaseInvolvement", &[("InvolvementRoleId", &role)]);
        world.add("CaseInvolvement", &[("InvolvementRoleId", &role)]);
    });
    silent(Reason::TwoLeadingWorkers, |world| {
        world.add("Case", &[]);
        let (leading, other) = (
            world.refer("InvolvementRole", "Allocated social worker"),
            world.refer("InvolvementRole", "Co-worker"),
        );
        world.add("CaseInvolvement", &[("InvolvementRoleId", &leading), ("EndDate", "2021-01-01")]);
        world.add("CaseInvolvement", &[("InvolvementRoleId", &leading)]);
        world.add("CaseInvolvement", &[("InvolvementRoleId", &other)]);
    });
}

#[test]
fn ids_of_several_tables() {
    let unknown = [
        ("ContactMadeById", "0a0a0a0a-0000-4000-8000-000000000001"),
        ("ContactMadeByIdTableName", "Unicorn"),
    ];
    fires(Reason::PolymorphicUnknownTable, |world| {
        world.add("Case", &unknown);
    });
    fires(Reason::PolymorphicMismatch, |world| {
        let person = world.person.to_string();
        world.add("Case", &[("ContactMadeById", &person), ("ContactMadeByIdTableName", "SystemUser")]);
    });
    for reason in [Reason::PolymorphicMismatch, Reason::PolymorphicUnknownTable] {
        silent(reason, |world| {
            let person = world.person.to_string();
            world.add("Case", &[("ContactMadeById", &person), ("ContactMadeByIdTableName", "person")]);
        });
    }
}
