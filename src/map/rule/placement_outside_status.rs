//! Placements outside any legal status.

use super::inspection::Inspection;
use super::lac_statuses::looked_after;
use crate::record::Reason;

/// Raises `placement-outside-status` where a placement stands on a row under whose status the child is not looked after,
/// and no status of another row covers it.
pub(super) fn placement_outside_status(look: &mut Inspection<'_>) {
    let (statuses, others): (Vec<_>, Vec<_>) = look.own().partition(|row| looked_after(look, row));
    let statuses = look.periods(statuses);
    let placed = others.into_iter().filter(|row| look.text(row, "placement").is_some());
    for placement in look.periods(placed) {
        if !statuses.iter().any(|status| status.covers(&placement)) {
            look.raise(placement.record, Reason::PlacementOutsideStatus, "placement");
        }
    }
}
