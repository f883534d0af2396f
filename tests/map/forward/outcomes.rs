//! Outcomes of records and states of case files.

use care2mosaic::map::forward::CaseFileState;
use care2mosaic::record::{Action, Outcome, Reason};

use crate::map::world::{World, plan_with_policy};

#[test]
fn a_rejected_row_holds_the_case_file() {
    let mut world = World::new();
    let rejected = world.add("PersonAlertAndHazard", &[("RoleId", "2")]);
    let kept = world.add("PersonAlertAndHazard", &[]);
    let mapped = world.map();
    assert_eq!(mapped.state(), CaseFileState::Held);
    assert_eq!((mapped.outcome(rejected), mapped.outcome(kept)), (Outcome::Rejected, Outcome::Held));
    assert!(
        mapped.file.rows.is_empty()
            && mapped.file.last_rows.is_empty()
            && mapped.file.cross_references.is_empty()
    );
}

#[test]
fn the_policy_may_leave_the_row_out_alone() {
    let plan = plan_with_policy(&["on_reject = \"drop-record\""]);
    let mut world = World::with_plan(plan, &[]);
    let rejected = world.add("PersonAlertAndHazard", &[("RoleId", "2")]);
    let kept = world.add("PersonAlertAndHazard", &[]);
    let mapped = world.map();
    assert_eq!(mapped.state(), CaseFileState::Incomplete);
    assert_eq!((mapped.outcome(rejected), mapped.outcome(kept)), (Outcome::Rejected, Outcome::Migrated));
    assert_eq!(mapped.row("PERSON_ALERTS")["LEGACY_ID"], kept.to_string());
}

#[test]
fn a_person_is_never_rejected_alone() {
    let plan = plan_with_policy(&["on_reject = \"drop-record\""]);
    let world = World::with_plan(plan, &[("GenderId", "NULL")]);
    let mapped = world.map();
    assert_eq!(mapped.action(Reason::MissingMandatory), Some(Action::Hold));
    assert_eq!((mapped.state(), mapped.outcome(world.person)), (CaseFileState::Held, Outcome::Held));
}

#[test]
fn to_leave_out_goes_before_to_hold() {
    let mut world = World::with_person(&[("RecordedInError", "1"), ("DateOfBirth", "NULL")]);
    let person = world.person;
    world.found("Person", person, Reason::DuplicateLegacyId, None);
    let mapped = world.map();
    assert!(mapped.has(Reason::RecordedInError) && mapped.has(Reason::DobMissing));
    assert_eq!((mapped.state(), mapped.outcome(person)), (CaseFileState::Excluded, Outcome::Excluded));
}

#[test]
fn to_hold_goes_before_to_reject() {
    let mut world = World::new();
    let alert = world.add("PersonAlertAndHazard", &[("RoleId", "2")]);
    world.found("PersonAlertAndHazard", alert, Reason::ConflictingDuplicate, None);
    let mapped = world.map();
    assert!(mapped.has(Reason::AlertExposedTo) && mapped.has(Reason::ConflictingDuplicate));
    assert_eq!(mapped.outcome(alert), Outcome::Held);
}

#[test]
fn warnings_change_nothing() {
    let mut world = World::new();
    world.add("PersonCaseNote", &[("InformationByThirdParty", "1"), ("Notes", "Seen.")]);
    let mapped = world.map();
    assert_eq!(mapped.action(Reason::ThirdPartyInformation), Some(Action::Warn));
    assert_eq!(mapped.state(), CaseFileState::Complete);
}

#[test]
fn values_turned_away_while_staging_are_written_nowhere() {
    let mut world = World::with_person(&[("NHSNumber", "9990000018")]);
    let person = world.person;
    world.found("Person", person, Reason::SharedIdentifier, Some("NHSNumber"));
    let mapped = world.map();
    assert_eq!(mapped.state(), CaseFileState::Incomplete);
    assert!(mapped.rows("MO_SUBJECT_REFERENCES").is_empty());
    assert!(mapped.note(&format!("{person}:remainder")).unwrap().contains("<p>NHS number: 9990000018</p>"));
}

#[test]
fn all_codes_of_a_value_are_listed() {
    let world = World::with_person(&[("NHSNumber", "9990001236"), ("PDSNHSNoSuperseded", "1")]);
    let mapped = world.map();
    assert!(mapped.has(Reason::NhsSuperseded) && mapped.has(Reason::BadCheckDigit), "{:?}", mapped.codes());
}
