//! Rules about restrictions of access.

use care2mosaic::map::forward::CaseFileState;
use care2mosaic::map::plan::Plan;
use care2mosaic::record::{Action, Outcome, Reason};

use super::silent;
use crate::map::world::{World, guid, package_plan, plan_with_policy};

fn strict() -> Plan {
    package_plan().clone()
}

/// A child under a restriction of this kind.
fn restricted(plan: Plan, access: &str, cells: &[(&str, &str)]) -> World {
    let key = guid(9_100_000).to_string();
    let mut world = World::with_plan(plan, &[("DataRestrictionId", &key)]);
    let mut own = vec![("DataRestrictionId", key.as_str()), ("AccessTypeId", access)];
    own.extend_from_slice(cells);
    world.add("DataRestriction", &own);
    world
}

#[test]
fn restricted_people_are_held() {
    let world = restricted(strict(), "1", &[]);
    let mapped = world.map();
    assert!(mapped.has(Reason::RestrictedRecord) && !mapped.has(Reason::RestrictionTypeUnmapped));
    assert_eq!(mapped.state(), CaseFileState::Held);
    silent(Reason::RestrictedRecord, |_| {});
}

#[test]
fn restrictions_that_have_ended() {
    let world = restricted(strict(), "1", &[("EndDate", "2021-01-01")]);
    let mapped = world.map();
    assert_eq!(mapped.action(Reason::RestrictionEnded), Some(Action::Warn));
    assert_eq!(mapped.state(), CaseFileState::Complete);
    // Whatever becomes of restrictions that count, those that ended hold where the policy says so.
    let policy = ["ended      = \"hold\"", "records    = \"release\"", "allow_list = \"release\""];
    let world = restricted(plan_with_policy(&policy), "1", &[("EndDate", "2021-01-01")]);
    let mapped = world.map();
    assert!(mapped.has(Reason::RestrictedRecord) && mapped.has(Reason::RestrictionEnded));
    assert_eq!(mapped.state(), CaseFileState::Held);
    let world = restricted(strict(), "1", &[("EndDate", "2027-01-01")]);
    assert!(!world.map().has(Reason::RestrictionEnded));
    // A day that stands for none, or that no calendar has, ends nothing.
    for end in ["1900-01-01", "2020-02-31", "12/03/2019"] {
        let world = restricted(strict(), "1", &[("EndDate", end)]);
        let mapped = world.map();
        assert!(!mapped.has(Reason::RestrictionEnded), "{end}");
        assert_eq!(mapped.state(), CaseFileState::Held, "{end}");
    }
}

#[test]
fn kinds_of_restrictions() {
    let world = restricted(strict(), "3", &[]);
    assert!(world.map().has(Reason::RestrictionTypeUnmapped));
    let released = plan_with_policy(&["records    = \"release\"", "allow_list = \"release\""]);
    let world = restricted(released.clone(), "1", &[]);
    let mapped = world.map();
    assert_eq!(mapped.state(), CaseFileState::Complete, "{:?}", mapped.codes());
    assert_eq!(mapped.row("MO_PERSONS")["RESTRICTED"], "Y");
    let world = restricted(released.clone(), "2", &[]);
    assert!(world.map().has(Reason::RestrictionTypeUnmapped));
}

#[test]
fn restricted_notes() {
    let mut world = World::new();
    let key = world.add("DataRestriction", &[("AccessTypeId", "1")]).to_string();
    let note = world.add("PersonCaseNote", &[("Notes", "Seen."), ("DataRestrictionId", &key)]);
    let mapped = world.map();
    assert!(mapped.has(Reason::RestrictedNote));
    assert_eq!((mapped.state(), mapped.outcome(note)), (CaseFileState::Held, Outcome::Held));
    silent(Reason::RestrictedNote, |world| {
        world.add("PersonCaseNote", &[("Notes", "Seen.")]);
    });
}
