//! Forms signed off after their case closed.

use super::inspection::{Inspection, day_of, trimmed};
use crate::record::Reason;

/// Raises `signed-off-after-closure`, by days.
pub(super) fn signed_off_after_closure(look: &mut Inspection<'_>) {
    let Some(closed) = look.field("closed") else { return };
    for form in look.own() {
        let Some(signed) = look.date(form, "signed_off") else { continue };
        let Some(end) = look.pointed(form, "parent").and_then(|parent| trimmed(parent, closed)) else {
            continue;
        };
        if day_of(signed) > day_of(end) {
            look.raise(form, Reason::SignedOffAfterClosure, "signed_off");
        }
    }
}
