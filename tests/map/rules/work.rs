//! Rules about cases, contacts, allocations and alerts.

use care2mosaic::map::forward::CaseFileState;
use care2mosaic::record::{Outcome, Reason};

use super::{fires, silent, told};
use crate::map::world::{World, plan_with};

/// Adds a case with this status.
fn case(world: &mut World, status: &str, cells: &[(&str, &str)]) -> care2mosaic::record::Guid {
    let status = world.refer("CaseStatus", status);
    let mut own = vec![("CaseStatusId", status.as_str())];
    own.extend_from_slice(cells);
    world.add("Case", &own)
}

#[test]
fn statuses_and_dates() {
    fires(Reason::StepDateConflict, |world| {
        case(world, "Closed", &[]);
    });
    fires(Reason::StepDateConflict, |world| {
        case(world, "Open", &[("EndDateTime", "2021-01-01 09:00:00.000")]);
    });
    silent(Reason::StepDateConflict, |world| {
        case(world, "Closed", &[("EndDateTime", "2021-01-01 09:00:00.000")]);
        case(world, "Open", &[]);
        case(world, "Rejected", &[("EndDateTime", "2021-01-01 09:00:00.000")]);
    });
    fires(Reason::EndBeforeStart, |world| {
        case(world, "Closed", &[("EndDateTime", "2019-01-01 09:00:00.000")]);
    });
}

/// A council's own status, which no list of the rule has: what Mosaic makes of it says whether work may have ended.
#[test]
fn a_status_in_no_list_is_judged_by_what_is_written() {
    for (target, end, conflicts) in [
        ("STARTED", Some("2021-01-01 09:00:00.000"), true),
        ("STARTED", None, false),
        ("COMPLETED", Some("2021-01-01 09:00:00.000"), false),
        ("COMPLETED", None, true),
        ("CANCELLED", Some("2021-01-01 09:00:00.000"), false),
        ("CANCELLED", None, true),
    ] {
        let line = "6,Open,STARTED,".to_owned();
        let plan = plan_with(
            "codes/case-step-status.csv",
            &[(line.clone(), format!("12,Suspended,{target},\n{line}"))],
        );
        let mut world = World::with_plan(plan, &[]);
        let end: Vec<_> = end.map(|end| ("EndDateTime", end)).into_iter().collect();
        case(&mut world, "Suspended", &end);
        let mapped = world.map();
        assert_eq!(mapped.has(Reason::StepDateConflict), conflicts, "{target} {end:?}: {:?}", mapped.codes());
    }
}

#[test]
fn kinds_of_cases() {
    fires(Reason::UnknownCaseKind, |world| {
        let kind = world.refer("DataForm", "SomethingNewCase");
        world.add("Case", &[("DataFormId", &kind)]);
    });
    silent(Reason::UnknownCaseKind, |world| {
        case(world, "Open", &[]);
    });
    let mut world = World::new();
    let kind = world.refer("DataForm", "InpatientCase");
    let key = world.add("Case", &[("DataFormId", &kind)]);
    let mapped = world.map();
    assert!(mapped.has(Reason::NotSocialCare) && !mapped.has(Reason::UnknownCaseKind));
    assert_eq!((mapped.outcome(key), mapped.state()), (Outcome::Excluded, CaseFileState::Complete));
}

#[test]
fn workers_known_by_name_alone() {
    fires(Reason::WorkerTextOnly, |world| {
        case(world, "Open", &[("NonMigratedWorkerName", "A. Leaver")]);
    });
    silent(Reason::WorkerTextOnly, |world| {
        let worker = world.worker.to_string();
        case(world, "Open", &[("NonMigratedWorkerName", "A. Leaver"), ("ResponsibleUserId", &worker)]);
    });
}

#[test]
fn dates_after_the_extract() {
    fires(Reason::FutureDate, |world| {
        case(world, "Open", &[("StartDateTime", "2026-07-02 09:00:00.000")]);
    });
    silent(Reason::FutureDate, |world| {
        case(world, "Open", &[("ReviewDate", "2026-12-01")]);
    });
    // What cannot be read is told as that, and as nothing else.
    for text in ["31/12/2030", "2026-07-02", "2026-07-02T09:00:00"] {
        let mut world = World::new();
        case(&mut world, "Open", &[("ContactReceivedDateTime", text)]);
        assert_eq!(told(&world), ["Case.ContactReceivedDateTime bad-date"], "{text}");
    }
}

#[test]
fn copies() {
    fires(Reason::ClonedRecord, |world| {
        let first = case(world, "Open", &[]).to_string();
        case(world, "Open", &[("ClonedFromCase", &first)]);
    });
    silent(Reason::ClonedRecord, |world| {
        case(world, "Open", &[]);
    });
}

#[test]
fn alerts_of_the_other_role() {
    let mut world = World::new();
    let exposed = world.add("PersonAlertAndHazard", &[("RoleId", "2")]);
    let mapped = world.map();
    assert!(mapped.has(Reason::AlertExposedTo));
    assert_eq!(mapped.outcome(exposed), Outcome::Rejected);
    silent(Reason::AlertExposedTo, |world| {
        world.add("PersonAlertAndHazard", &[("RoleId", "1")]);
    });
}

#[test]
fn times_that_clocks_showed_twice() {
    fires(Reason::ClockChangeRepeat, |world| {
        case(world, "Open", &[("StartDateTime", "2020-10-25 00:30:00.000")]);
    });
    silent(Reason::ClockChangeRepeat, |world| {
        case(world, "Open", &[("StartDateTime", "2020-10-25 02:30:00.000")]);
    });
}

#[test]
fn values_that_are_no_dates_or_flags() {
    let mut world = World::new();
    case(&mut world, "Open", &[("ReviewDate", "31/12/2020"), ("PoliceNotified", "maybe")]);
    let mapped = world.map();
    assert!(mapped.has(Reason::BadDate) && mapped.has(Reason::BadBoolean));
    assert_eq!(mapped.state(), CaseFileState::Incomplete);
    let mut world = World::new();
    let key = case(&mut world, "Open", &[("StartDateTime", "31/12/2020")]);
    assert_eq!(world.map().outcome(key), Outcome::Rejected);
}

#[test]
fn postcodes() {
    fires(Reason::PostcodeNormalised, |world| {
        world.add("PersonAddress", &[("Postcode", "cr03rl")]);
    });
    fires(Reason::BadPostcode, |world| {
        world.add("PersonAddress", &[("Postcode", "no fixed abode")]);
    });
    fires(Reason::PseudoPostcode, |world| {
        world.add("PersonAddress", &[("Postcode", "ZZ99 3VZ")]);
    });
    for reason in [Reason::PostcodeNormalised, Reason::BadPostcode, Reason::PseudoPostcode] {
        silent(reason, |world| {
            world.add("PersonAddress", &[("Postcode", "CR0 3RL")]);
        });
    }
}
