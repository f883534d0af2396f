//! The day a plan's status changed.

use super::inspection::{Inspection, day_of};
use crate::record::Reason;

/// Raises `cp-status-date-differs` where it is not the plan's first day.
pub(super) fn cp_status_date_differs(look: &mut Inspection<'_>) {
    for plan in look.own() {
        let days = look.readable(plan, "start").zip(look.readable(plan, "changed"));
        let Some((start, changed)) = days else { continue };
        if day_of(start) != day_of(changed) {
            look.raise(plan, Reason::CpStatusDateDiffers, "changed");
        }
    }
}
