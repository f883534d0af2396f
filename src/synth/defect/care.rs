//! Legal statuses and placements.

use super::care_scene::Span;
use super::{Kind, Site};
use crate::record::Reason;
use crate::synth::clock::Moment;

pub(super) const KINDS: &[Kind] = &[
    Kind::alone(Reason::LacStatusRun, run),
    Kind::alone(Reason::LacDayGap, day_gap),
    Kind::alone(Reason::LacStatusGap, gap),
    Kind::alone(Reason::LacStatusOverlap, overlap),
    Kind::alone(Reason::LacOpenMismatch, open_mismatch),
    Kind::alone(Reason::LacOpenMismatch, reversed),
    Kind::alone(Reason::LacTwoOpen, two_open),
    Kind::alone(Reason::LacFlagMismatch, flag),
    Kind::alone(Reason::RneMismatch, wrong_reason),
    Kind::alone(Reason::RecInconsistent, no_continuation),
    Kind::alone(Reason::PlacementOutsideStatus, outside),
    Kind::alone(Reason::AdoptionSignal, placed_for_adoption),
    Kind::alone(Reason::RetiredCode, freed),
    Kind::alone(Reason::UnmappedCode, new_status),
    Kind::alone(Reason::UnmappedCode, new_placement),
    Kind::beside(Reason::MissingNoEnd, still_missing),
];

/// Only the status changes: the second row continues the placement of the first.
fn run(site: &mut Site<'_>) -> Option<()> {
    let (child, _, rows) = site.care(None, &[Span::first(Some(90)), Span::then(90, None)])?;
    site.expect(Reason::LacStatusRun, child, rows[2], None);
    Some(())
}

fn day_gap(site: &mut Site<'_>) -> Option<()> {
    let (child, _, rows) = site.care(None, &[Span::first(Some(89)), Span::then(90, None)])?;
    site.expect(Reason::LacDayGap, child, rows[2], Some("StartDate"));
    Some(())
}

fn gap(site: &mut Site<'_>) -> Option<()> {
    let (child, _, rows) = site.care(None, &[Span::first(Some(60)), Span::then(90, None)])?;
    site.expect(Reason::LacStatusGap, child, rows[2], Some("StartDate"));
    Some(())
}

fn overlap(site: &mut Site<'_>) -> Option<()> {
    let (child, _, rows) = site.care(None, &[Span::first(Some(100)), Span::then(70, None)])?;
    site.expect(Reason::LacStatusOverlap, child, rows[2], Some("StartDate"));
    Some(())
}

/// The period of care is open, the last status has ended.
fn open_mismatch(site: &mut Site<'_>) -> Option<()> {
    let (child, _, rows) = site.care(None, &[Span::first(Some(90)), Span::then(90, Some(180))])?;
    site.expect(Reason::LacOpenMismatch, child, rows[0], Some("EndDate"));
    Some(())
}

/// The period of care ends before it starts.
fn reversed(site: &mut Site<'_>) -> Option<()> {
    let (child, _, rows) = site.care(Some(-20), &[Span::first(Some(90)), Span::then(90, Some(180))])?;
    site.expect(Reason::LacOpenMismatch, child, rows[0], Some("EndDate"));
    Some(())
}

fn two_open(site: &mut Site<'_>) -> Option<()> {
    let mut first = Span::first(None);
    first.ended = Some("X1");
    let (child, _, rows) = site.care(None, &[first, Span::then(90, None)])?;
    site.expect(Reason::LacTwoOpen, child, rows[2], Some("EndDate"));
    Some(())
}

/// The person's flag says so, but no period of care is open.
fn flag(site: &mut Site<'_>) -> Option<()> {
    let (child, _, _) = site.care(Some(180), &[Span::first(Some(90)), Span::then(90, Some(180))])?;
    let place = site.person(child);
    site.put(place, "IsLookedAfterChild", Some("1"));
    site.expect(Reason::LacFlagMismatch, child, place, Some("IsLookedAfterChild"));
    Some(())
}

/// Said to be a move, though only the order changed.
fn wrong_reason(site: &mut Site<'_>) -> Option<()> {
    let mut then = Span::then(90, None);
    then.reason = "P";
    let (child, _, rows) = site.care(None, &[Span::first(Some(90)), then])?;
    site.expect(Reason::RneMismatch, child, rows[2], Some("LACLegalStatusReasonId"));
    Some(())
}

/// Another row follows, but the reason says that care ended.
fn no_continuation(site: &mut Site<'_>) -> Option<()> {
    let mut first = Span::first(Some(90));
    first.ended = Some("E8");
    let (child, _, rows) = site.care(None, &[first, Span::then(90, None)])?;
    site.expect(Reason::RecInconsistent, child, rows[1], Some("LACLegalStatusEndReasonId"));
    Some(())
}

/// A placement beside an order under which the child is not looked after.
fn outside(site: &mut Site<'_>) -> Option<()> {
    let (child, case, rows) = site.care(Some(90), &[Span::first(Some(90)), Span::then(200, None)])?;
    let _ = case;
    let first_ends = site.council.by_gov_code("LACLegalStatusEndReason", "E48").guid;
    site.put_guid(rows[1], "LACLegalStatusEndReasonId", first_ends);
    let order = site.council.named("LACLegalStatus", "Special guardianship order – not looked after").guid;
    site.put_guid(rows[2], "LACLegalStatusId", order);
    for column in ["LACEpisodeId", "LACLegalStatusReasonId", "LACLegalStatusEndReasonId"] {
        site.put(rows[2], column, None);
    }
    site.expect(Reason::PlacementOutsideStatus, child, rows[2], Some("LACPlacementId"));
    Some(())
}

fn placed_for_adoption(site: &mut Site<'_>) -> Option<()> {
    let mut then = Span::then(90, None);
    (then.placement, then.postcode) =
        ("Placed for adoption with order – not current foster carer", "QX9 1LD");
    (then.status, then.reason) = ("C1", "P");
    let (child, _, rows) = site.care(None, &[Span::first(Some(90)), then])?;
    site.expect(Reason::AdoptionSignal, child, rows[2], Some("LACPlacementId"));
    Some(())
}

/// A legal status that was abolished.
fn freed(site: &mut Site<'_>) -> Option<()> {
    let mut then = Span::then(90, None);
    then.status = "D1";
    let (child, _, rows) = site.care(None, &[Span::first(Some(90)), then])?;
    site.expect(Reason::RetiredCode, child, rows[2], Some("LACLegalStatusId"));
    Some(())
}

/// A legal status that came after the mapping was written.
fn new_status(site: &mut Site<'_>) -> Option<()> {
    let (child, _, rows) = site.care(None, &[Span::first(Some(90)), Span::then(90, None)])?;
    let status = site.new_code("LACLegalStatus", "91", "Order of a new kind", Some("Z9"));
    site.put_guid(rows[2], "LACLegalStatusId", status);
    site.expect_critical(Reason::UnmappedCode, child, rows[2], "LACLegalStatusId");
    Some(())
}

/// A placement that came after the mapping was written.
fn new_placement(site: &mut Site<'_>) -> Option<()> {
    // With the status the placement changes, and the carer is the same.
    let mut then = Span::then(90, None);
    then.reason = "U";
    let (child, _, rows) = site.care(None, &[Span::first(Some(90)), then])?;
    let placement = site.new_code("LACPlacement", "91", "Placement of a new kind", Some("Z9"));
    site.put_guid(rows[2], "LACPlacementId", placement);
    site.expect_critical(Reason::UnmappedCode, child, rows[2], "LACPlacementId");
    Some(())
}

/// Nobody wrote down that the child came back.
fn still_missing(site: &mut Site<'_>) -> Option<()> {
    let (child, case) = site.child_at_home()?;
    let day = site.after(case, 15);
    let kind = site.council.by_gov_code("PersonAbsenceType", "M").guid;
    let mut row = site.draft("MissingPerson", child, day);
    site.put_in_case(&mut row, case);
    row.time("MissingDateTime", Moment::at(day, 19, 30, 0, 0));
    row.guid(&mut site.rng, "PersonAbsenceTypeId", kind);
    let missing = site.add(row.done());
    site.expect(Reason::MissingNoEnd, child, missing, Some("FoundDateTime"));
    Some(())
}
