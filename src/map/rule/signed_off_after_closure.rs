//! Forms signed off after their case closed.

use super::inspection::{Inspection, day_of};
use crate::record::Reason;

/// Raises `signed-off-after-closure`, by days.
pub(super) fn signed_off_after_closure(look: &mut Inspection<'_>) {
    for form in look.own() {
        let Some(signed) = look.readable(form, "signed_off") else { continue };
        let Some(end) = look.pointed(form, "parent").and_then(|parent| look.readable(parent, "closed"))
        else {
            continue;
        };
        if day_of(signed) > day_of(end) {
            look.raise(form, Reason::SignedOffAfterClosure, "signed_off");
        }
    }
}
