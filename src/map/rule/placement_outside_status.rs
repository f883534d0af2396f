//! Placements beside legal statuses under which the child is not looked after.

use super::inspection::Inspection;
use super::lac_statuses::looked_after;
use super::period::Period;
use crate::record::Reason;

/// Raises `placement-outside-status` where a placement stands on a row under whose status the child is not looked after,
/// and no status of another row covers it; and `lac-two-open` or `lac-status-overlap` where the child has another placement
/// at the same time. Placements of the other rows follow each other as their statuses do.
pub(super) fn placement_outside_status(look: &mut Inspection<'_>) {
    let (statuses, others): (Vec<_>, Vec<_>) = look.own().partition(|row| looked_after(look, row));
    let placed = |row: &&_| look.text(row, "placement").is_some();
    let (beside, among) = (
        look.periods(others.into_iter().filter(placed)),
        look.periods(statuses.iter().copied().filter(placed)),
    );
    let statuses = look.periods(statuses);
    for (place, placement) in beside.iter().enumerate() {
        if !statuses.iter().any(|status| status.covers(placement)) {
            look.raise(placement.record, Reason::PlacementOutsideStatus, "placement");
        }
        let before = beside[..place].iter().chain(&among);
        if let Some(reason) = before.filter_map(|other| collision(placement, other)).max() {
            look.raise(placement.record, reason, "placement");
        }
    }
}

/// What it is called that two placements go on at one time; of the two codes, that of two open ones comes last.
fn collision(one: &Period<'_>, other: &Period<'_>) -> Option<Reason> {
    let two_open = one.end.is_none() && other.end.is_none();
    let meets = !one.reversed() && !other.reversed() && one.meets(other);
    meets.then_some(if two_open { Reason::LacTwoOpen } else { Reason::LacStatusOverlap })
}
