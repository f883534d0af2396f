//! Child protection plans, one after the other.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `cp-overlap` where plans overlap or end before they start. One may start on the day another ends.
pub(super) fn cp_overlap(look: &mut Inspection<'_>) {
    let plans = look.periods(look.own());
    for (place, plan) in plans.iter().enumerate() {
        let straight = plans[..place].iter().filter(|earlier| !earlier.reversed());
        if plan.reversed() || straight.into_iter().any(|earlier| earlier.meets(plan)) {
            look.raise(plan.record, Reason::CpOverlap, "end");
        }
    }
}
