//! Rules about child protection plans.

use care2mosaic::record::{Guid, Reason};

use super::{fires, silent};
use crate::map::world::World;

/// A case with an initial conference that was completed on a day.
fn conference(world: &mut World, completed: &str) -> Guid {
    world.add("Case", &[]);
    let template = world.refer("Document", "ICPC-1");
    let cells = [
        ("DocumentId", template.as_str()),
        ("AssessmentStatusId", "2"),
        ("CompletionDate", completed),
        ("StartDate", "2020-01-01"),
        ("AnswersInitialized", "1"),
    ];
    world.add("CaseForm", &cells)
}

fn plan(world: &mut World, category: &str, cells: &[(&str, &str)]) -> Guid {
    let category = world.refer("ChildProtectionCategoryOfAbuse", category);
    let mut own = vec![("ChildProtectionCategoryOfAbuseId", category.as_str()), ("StartDate", "2020-03-01")];
    own.retain(|(name, _)| !cells.iter().any(|(given, _)| given == name));
    own.extend_from_slice(cells);
    world.add("ChildProtection", &own)
}

#[test]
fn a_clean_plan() {
    let mut world = World::new();
    conference(&mut world, "2020-01-20");
    let latest = conference(&mut world, "2020-02-27");
    plan(&mut world, "Neglect and emotional abuse", &[]);
    let mapped = world.map();
    assert_eq!(mapped.row("MO_PERSON_REGISTRATIONS")["REGISTRATION_STEP_LEGACY_ID"], latest.to_string());
    let categories = mapped.rows("MO_PERSON_REGISTRATION_CATEGORIES");
    let codes: Vec<_> = categories.iter().map(|row| row["CIN_ABUSE_CATEGORY_CODE"].as_str()).collect();
    assert_eq!(codes, ["NEG", "EMO"]);
    for reason in [
        Reason::CpNoConference,
        Reason::CpOverlap,
        Reason::CpCategoryMultiple,
        Reason::CpEndNoReason,
        Reason::CpStatusDateDiffers,
    ] {
        assert!(!mapped.has(reason), "{reason}: {:?}", mapped.codes());
    }
}

#[test]
fn plans_without_a_conference() {
    fires(Reason::CpNoConference, |world| {
        world.add("Case", &[]);
        plan(world, "Neglect", &[]);
    });
    fires(Reason::CpNoConference, |world| {
        conference(world, "2020-03-02");
        plan(world, "Neglect", &[]);
    });
}

#[test]
fn plans_that_overlap() {
    fires(Reason::CpOverlap, |world| {
        conference(world, "2020-02-27");
        plan(world, "Neglect", &[("EndDate", "2020-09-01")]);
        plan(world, "Neglect", &[("StartDate", "2020-08-31")]);
    });
    fires(Reason::CpOverlap, |world| {
        conference(world, "2020-02-27");
        plan(world, "Neglect", &[("EndDate", "2020-02-28")]);
    });
    silent(Reason::CpOverlap, |world| {
        conference(world, "2020-02-27");
        plan(world, "Neglect", &[("EndDate", "2020-09-01")]);
        plan(world, "Neglect", &[("StartDate", "2020-09-01")]);
    });
}

#[test]
fn categories_that_cannot_be_parted() {
    fires(Reason::CpCategoryMultiple, |world| {
        conference(world, "2020-02-27");
        let key = "0e0e0e0e-0000-4000-8000-000000000001";
        world.add(
            "ChildProtectionCategoryOfAbuse",
            &[("ChildProtectionCategoryOfAbuseId", key), ("Name", "Multiple"), ("GovCode", "MUL")],
        );
        plan(world, "Neglect", &[("ChildProtectionCategoryOfAbuseId", key)]);
    });
}

#[test]
fn ends_and_statuses() {
    fires(Reason::CpEndNoReason, |world| {
        conference(world, "2020-02-27");
        plan(world, "Neglect", &[("EndDate", "2020-09-01")]);
    });
    fires(Reason::CpStatusDateDiffers, |world| {
        conference(world, "2020-02-27");
        plan(world, "Neglect", &[("DateStatusChanged", "2020-03-02")]);
    });
    silent(Reason::CpStatusDateDiffers, |world| {
        conference(world, "2020-02-27");
        plan(world, "Neglect", &[("DateStatusChanged", "2020-03-01")]);
    });
}
