//! Plans that ended without a reason.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `cp-end-no-reason`.
pub(super) fn cp_end_no_reason(look: &mut Inspection<'_>) {
    for plan in look.own() {
        if look.readable(plan, "end").is_some() && look.text(plan, "reason").is_none() {
            look.raise(plan, Reason::CpEndNoReason, "reason");
        }
    }
}
