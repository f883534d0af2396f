//! Rules about legal statuses, placements and periods of care.

use care2mosaic::map::forward::CaseFileState;
use care2mosaic::record::{Guid, Outcome, Reason};

use super::{fires, silent};
use crate::map::world::{Mapped, World, plan_with_policy};

/// A case, and a period of care from 2020 to an end.
pub(super) fn episode(world: &mut World, end: &str) -> String {
    world.add("Case", &[]);
    world.add("LACEpisode", &[("StartDate", "2020-01-15"), ("EndDate", end)]).to_string()
}

/// A legal status under an episode; `why` is the reason for the row, `ended` the reason why it ended.
pub(super) fn status(
    world: &mut World,
    episode: &str,
    (start, end): (&str, &str),
    why: &str,
    ended: &str,
    cells: &[(&str, &str)],
) -> Guid {
    let legal = world.refer("LACLegalStatus", "C2");
    let reason = reason(world, why);
    let ended =
        if ended.is_empty() { "NULL".to_owned() } else { world.refer("LACLegalStatusEndReason", ended) };
    let mut own = vec![
        ("LACEpisodeId", episode),
        ("LACLegalStatusId", legal.as_str()),
        ("LACLegalStatusReasonId", &reason),
        ("LACLegalStatusEndReasonId", &ended),
        ("StartDate", start),
        ("EndDate", end),
    ];
    own.retain(|(name, _)| !cells.iter().any(|(given, _)| given == name));
    own.extend_from_slice(cells);
    world.add("PersonLACLegalStatus", &own)
}

/// The row of the reasons for new episodes with this statutory code.
fn reason(world: &mut World, code: &str) -> String {
    let table = "LACLegalStatusReason";
    let key = format!("0b0b0b0b-0000-4000-8000-{:012x}", u64::from(code.as_bytes()[0]));
    if !world.has_row(table, &key) {
        world.add(table, &[("LACLegalStatusReasonId", &key), ("Name", code), ("GovCode", code)]);
    }
    key
}

pub(super) fn placed(world: &mut World) -> String {
    world.refer("LACPlacement", "Temporary - carer's holiday")
}

#[test]
fn a_clean_period_of_care() {
    let mut world = World::new();
    let episode = episode(&mut world, "NULL");
    let placement = placed(&mut world);
    let cells = [("LACPlacementId", placement.as_str()), ("PlacementPostcode", "CR0 3RL")];
    let moved = [("LACPlacementId", placement.as_str()), ("PlacementPostcode", "CR0 3RX")];
    let first = status(&mut world, &episode, ("2020-01-15", "2020-06-01"), "S", "X1", &cells);
    let second = status(&mut world, &episode, ("2020-06-01", "NULL"), "P", "", &moved);
    let mapped = world.map();
    assert_eq!(mapped.state(), CaseFileState::Complete, "{:?}", mapped.codes());
    assert_eq!(mapped.row("PERSON_LEGAL_STATUSES")["LEGACY_ID"], first.to_string());
    assert_eq!(mapped.rows("LOOKED_AFTER_PLACEMENTS").len(), 2);
    assert_eq!(mapped.outcome(second), Outcome::Migrated);
    for reason in [
        Reason::LacOpenMismatch,
        Reason::LacStatusGap,
        Reason::LacStatusOverlap,
        Reason::RneMismatch,
        Reason::RecInconsistent,
        Reason::LacTwoOpen,
        Reason::LacDayGap,
    ] {
        assert!(!mapped.has(reason), "{reason}");
    }
    assert!(mapped.has(Reason::LacStatusRun));
}

#[test]
fn a_row_that_starts_nothing_is_merged() {
    let mut world = World::new();
    let episode = episode(&mut world, "2021-01-01");
    let placement = placed(&mut world);
    let cells = [("LACPlacementId", placement.as_str()), ("PlacementPostcode", "CR0 3RL")];
    let first = status(&mut world, &episode, ("2020-01-15", "2020-06-01"), "S", "X1", &cells);
    let second = status(&mut world, &episode, ("2020-06-01", "2021-01-01"), "L", "E4A", &cells);
    let mapped = world.map();
    assert_eq!(mapped.outcome(second), Outcome::Merged, "{:?}", mapped.codes());
    assert_eq!(mapped.row("LOOKED_AFTER_PLACEMENTS")["END_DATE"], "2021-01-01");
    let lines: Vec<_> =
        mapped.file.cross_references.iter().filter(|line| line.source_id == second.to_string()).collect();
    assert_eq!(lines.len(), 2, "one for the status, one for the placement");
    assert!(lines.iter().all(|line| line.legacy_id == first.to_string()));
    let note = mapped.note(&format!("{}:PersonLACLegalStatus", world.person)).unwrap();
    assert!(
        note.contains(&format!("<p>[{first}]</p>")) && note.contains(&format!("<p>[{second}]</p>")),
        "{note}"
    );
}

#[test]
fn an_episode_is_merged_into_its_statuses() {
    let mut world = World::new();
    let episode = episode(&mut world, "NULL");
    let first = status(&mut world, &episode, ("2020-01-15", "NULL"), "S", "", &[]);
    let mapped = world.map();
    assert_eq!(mapped.outcome(Guid::parse(&episode).unwrap()), Outcome::Merged);
    let line = mapped.file.cross_references.iter().find(|line| line.source_id == episode).unwrap();
    assert_eq!(line.legacy_id, first.to_string());
}

#[test]
fn episodes_against_their_statuses() {
    fires(Reason::LacOpenMismatch, |world| {
        let episode = episode(world, "NULL");
        status(world, &episode, ("2020-01-15", "2020-06-01"), "S", "", &[]);
    });
    fires(Reason::LacOpenMismatch, |world| {
        episode(world, "2019-01-01");
    });
    fires(Reason::LacStatusGap, |world| {
        let episode = episode(world, "2020-12-01");
        status(world, &episode, ("2020-01-15", "2020-06-01"), "S", "E4A", &[]);
    });
    fires(Reason::LacTwoOpen, |world| {
        let one = episode(world, "NULL");
        status(world, &one, ("2020-01-15", "NULL"), "S", "", &[]);
        let two = world.add("LACEpisode", &[("StartDate", "2021-01-15")]).to_string();
        status(world, &two, ("2021-01-15", "NULL"), "S", "", &[]);
    });
}

#[test]
fn statuses_one_after_the_other() {
    fires(Reason::LacStatusOverlap, |world| {
        let episode = episode(world, "NULL");
        status(world, &episode, ("2020-01-15", "2020-06-02"), "S", "X1", &[]);
        status(world, &episode, ("2020-06-01", "NULL"), "L", "", &[]);
    });
    fires(Reason::LacDayGap, |world| {
        let episode = episode(world, "NULL");
        status(world, &episode, ("2020-01-15", "2020-05-31"), "S", "X1", &[]);
        status(world, &episode, ("2020-06-01", "NULL"), "L", "", &[]);
    });
    fires(Reason::LacStatusGap, |world| {
        let episode = episode(world, "NULL");
        status(world, &episode, ("2020-01-15", "2020-05-01"), "S", "X1", &[]);
        status(world, &episode, ("2020-06-01", "NULL"), "L", "", &[]);
    });
}

/// Two statuses with a night between them, at one placement.
fn with_a_night(world: &mut World) -> [Guid; 2] {
    let episode = episode(world, "NULL");
    let placement = placed(world);
    let other = world.refer("LACLegalStatus", "C1");
    let cells = [("LACPlacementId", placement.as_str()), ("PlacementPostcode", "CR0 3RL")];
    let first = status(world, &episode, ("2020-01-15", "2020-05-31"), "S", "X1", &cells);
    let cells = [cells[0], cells[1], ("LACLegalStatusId", other.as_str())];
    [first, status(world, &episode, ("2020-06-01", "NULL"), "L", "", &cells)]
}

/// The last days of the rows of a table, in order of their first days.
fn ends(mapped: &Mapped, table: &str) -> Vec<Option<String>> {
    let mut rows = mapped.rows(table);
    rows.sort_by_key(|row| row["START_DATE"].clone());
    rows.iter().map(|row| row.get("END_DATE").cloned()).collect()
}

#[test]
fn a_night_between_two_statuses_is_closed_where_the_policy_says_so() {
    let mut world = World::new();
    with_a_night(&mut world);
    let mapped = world.map();
    assert_eq!(ends(&mapped, "PERSON_LEGAL_STATUSES"), [Some("2020-06-01".to_owned()), None]);
    assert_eq!(ends(&mapped, "LOOKED_AFTER_PLACEMENTS"), [None], "the placement goes on");
    assert!(mapped.has(Reason::LacDayGap) && !mapped.has(Reason::LacStatusGap));
    let note = mapped.note(&format!("{}:PersonLACLegalStatus", world.person)).unwrap();
    assert!(note.contains("<p>End date: 2020-05-31</p>"), "{note}");
    let mut world = World::with_plan(plan_with_policy(&["day_gap = \"keep\""]), &[]);
    with_a_night(&mut world);
    let mapped = world.map();
    let held = Some("2020-05-31".to_owned());
    assert_eq!(ends(&mapped, "PERSON_LEGAL_STATUSES"), [held.clone(), None]);
    assert_eq!(ends(&mapped, "LOOKED_AFTER_PLACEMENTS"), [held, None]);
    assert!(!mapped.has(Reason::LacDayGap) && mapped.has(Reason::LacStatusGap));
}

/// A legal status under which a child is not looked after.
fn not_looked_after(world: &mut World) -> &'static str {
    let key = "0c0c0c0c-0000-4000-8000-000000000001";
    let cells = [
        ("LACLegalStatusId", key),
        ("Name", "Special guardianship order – not looked after"),
        ("StatusTypeId", "2"),
    ];
    world.add("LACLegalStatus", &cells);
    key
}

/// A placement on a row of an order under which the child is not looked after.
fn placed_beside(world: &mut World, days: (&str, &str)) {
    let (order, placement) = (not_looked_after(world), placed(world));
    let cells = [("LACLegalStatusId", order), ("LACPlacementId", placement.as_str())];
    status(world, "NULL", days, "S", "", &cells);
}

#[test]
fn two_placements_at_one_time_hold_the_child() {
    let covered = |world: &mut World, end: &str, placed_too: bool| {
        let episode = episode(world, end);
        let placement = placed(world);
        let cells = [("LACPlacementId", placement.as_str()), ("PlacementPostcode", "CR0 3RL")];
        let ended = if end == "NULL" { "" } else { "E4A" };
        status(world, &episode, ("2020-01-15", end), "S", ended, if placed_too { &cells } else { &[] });
    };
    fires(Reason::LacStatusOverlap, |world| {
        covered(world, "NULL", true);
        placed_beside(world, ("2020-03-01", "2020-04-01"));
    });
    fires(Reason::LacTwoOpen, |world| {
        covered(world, "NULL", true);
        placed_beside(world, ("2020-03-01", "NULL"));
    });
    let mut world = World::new();
    covered(&mut world, "NULL", false);
    placed_beside(&mut world, ("2020-03-01", "2020-04-01"));
    let mapped = world.map();
    assert!(mapped.state() != CaseFileState::Held, "{:?}", mapped.codes());
}

#[test]
fn recorded_reasons_against_what_changed() {
    fires(Reason::RneMismatch, |world| {
        let episode = episode(world, "NULL");
        status(world, &episode, ("2020-01-15", "NULL"), "P", "", &[]);
    });
    fires(Reason::RecInconsistent, |world| {
        let episode = episode(world, "2020-06-01");
        status(world, &episode, ("2020-01-15", "2020-06-01"), "S", "X1", &[]);
    });
    silent(Reason::RecInconsistent, |world| {
        let episode = episode(world, "2020-06-01");
        status(world, &episode, ("2020-01-15", "2020-06-01"), "S", "E4A", &[]);
    });
}

#[test]
fn placements_without_a_status() {
    fires(Reason::PlacementOutsideStatus, |world| {
        let episode = episode(world, "NULL");
        status(world, &episode, ("2020-01-15", "NULL"), "S", "", &[]);
        let (legal, placement) = (not_looked_after(world), placed(world));
        status(
            world,
            "NULL",
            ("2019-01-01", "2019-02-01"),
            "S",
            "",
            &[("LACLegalStatusId", legal), ("LACPlacementId", &placement)],
        );
    });
    silent(Reason::PlacementOutsideStatus, |world| {
        let episode = episode(world, "NULL");
        status(world, &episode, ("2020-01-15", "NULL"), "S", "", &[]);
        let legal = not_looked_after(world);
        status(world, "NULL", ("2019-01-01", "2019-02-01"), "S", "", &[("LACLegalStatusId", legal)]);
    });
}

#[test]
fn statutory_codes() {
    let of = |name: &'static str, gov: &'static str| {
        move |world: &mut World| {
            let episode = episode(world, "NULL");
            let key = "0d0d0d0d-0000-4000-8000-000000000001";
            world.add("LACLegalStatus", &[("LACLegalStatusId", key), ("Name", name), ("GovCode", gov)]);
            status(world, &episode, ("2020-01-15", "NULL"), "S", "", &[("LACLegalStatusId", key)]);
        }
    };
    fires(Reason::MissingGovcode, of("Some order", "NULL"));
    fires(Reason::GovcodeNameConflict, of("L1-Police protection", "C1"));
    fires(Reason::AmbiguousGovcode, |world| {
        world.add("LACLegalStatus", &[("Name", "Another care order"), ("GovCode", "C1")]);
        of("Interim care order", "C1")(world);
    });
    for reason in [Reason::MissingGovcode, Reason::GovcodeNameConflict, Reason::AmbiguousGovcode] {
        silent(reason, of("C1-Interim care order", "C1"));
    }
    // A legal status is critical: without it the row is turned away.
    let mut world = World::new();
    of("Some order", "NULL")(&mut world);
    assert_eq!(world.map().state(), CaseFileState::Held);
}

#[test]
fn signs_of_an_adoption() {
    fires(Reason::AdoptionSignal, |world| {
        let episode = episode(world, "NULL");
        let order = world.refer("LACLegalStatus", "E1");
        status(world, &episode, ("2020-01-15", "NULL"), "S", "", &[("LACLegalStatusId", &order)]);
    });
    silent(Reason::AdoptionSignal, |world| {
        let (episode, child) = (episode(world, "NULL"), world.person.to_string());
        world.add("AdoptionLink", &[("PersonId", &child), ("PreAdoptionPersonId", &child)]);
        let order = world.refer("LACLegalStatus", "E1");
        status(world, &episode, ("2020-01-15", "NULL"), "S", "", &[("LACLegalStatusId", &order)]);
    });
}

#[test]
fn whoever_goes_on_with_a_rejected_row_starts_the_run() {
    let plan = plan_with_policy(&["on_reject = \"drop-record\""]);
    let mut world = World::with_plan(plan, &[]);
    let episode = episode(&mut world, "NULL");
    let placement = placed(&mut world);
    let key = "0b0b0b0b-0000-4000-8000-00000000ffff";
    world.add("LACPlacement", &[("LACPlacementId", key), ("Name", "No such placement")]);
    let unknown = [("LACPlacementId", key), ("PlacementPostcode", "CR0 3RL")];
    let known = [("LACPlacementId", placement.as_str()), ("PlacementPostcode", "CR0 3RX")];
    let first = status(&mut world, &episode, ("2020-01-15", "2020-06-01"), "S", "X1", &unknown);
    let second = status(&mut world, &episode, ("2020-06-01", "2020-09-01"), "P", "X1", &known);
    let third = status(&mut world, &episode, ("2020-09-01", "NULL"), "L", "", &known);
    let mapped = world.map();
    assert_eq!(mapped.outcome(first), Outcome::Rejected, "{:?}", mapped.codes());
    assert_eq!(mapped.outcome(second), Outcome::Migrated);
    assert_eq!(mapped.outcome(third), Outcome::Merged);
    let row = mapped.row("PERSON_LEGAL_STATUSES");
    assert_eq!([&row["LEGACY_ID"], &row["START_DATE"]], [&second.to_string(), "2020-06-01"]);
    let lines = mapped.file.cross_references.iter().filter(|line| line.source_id == third.to_string());
    assert!(lines.map(|line| line.legacy_id.clone()).all(|line| line == second.to_string()));
    let merged = mapped.file.cross_references.iter().any(|line| line.legacy_id == first.to_string());
    assert!(!merged, "nothing is merged into a row that is not written");
}

#[test]
fn a_child_of_whom_no_return_is_recorded() {
    let missing = |found: &'static str| {
        move |world: &mut World| {
            let cells = [("MissingDateTime", "2024-05-01 20:00:00.000"), ("FoundDateTime", found)];
            world.add("MissingPerson", &cells);
        }
    };
    fires(Reason::MissingNoEnd, missing("NULL"));
    silent(Reason::MissingNoEnd, missing("2024-05-02 06:00:00.000"));
}

/// A row whose first day cannot be read is turned away for that; what lies between the others is nobody's guess.
#[test]
fn a_row_without_a_day_tells_nothing_of_its_episode() {
    let reasons =
        [Reason::LacOpenMismatch, Reason::LacStatusGap, Reason::RneMismatch, Reason::RecInconsistent];
    for undated in ["31/02/2020", "NULL"] {
        for reason in reasons {
            silent(reason, |world| {
                let episode = episode(world, "NULL");
                status(world, &episode, (undated, "NULL"), "S", "", &[]);
            });
            silent(reason, |world| {
                let episode = episode(world, "NULL");
                status(world, &episode, ("2020-01-15", "2020-05-01"), "S", "X1", &[]);
                status(world, &episode, (undated, "2020-06-01"), "L", "X1", &[]);
                status(world, &episode, ("2020-06-01", "NULL"), "P", "", &[]);
            });
        }
    }
}
