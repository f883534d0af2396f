//! Pupil numbers: former ones alone, and reasons in their place.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `former-upn-only`, and `upn-unknown-reason` where the reason has a column of its own. A reason in the column of
/// the number is told by the step that checks the number.
pub(super) fn pupil_number(look: &mut Inspection<'_>) {
    for person in look.own() {
        let current = look.text(person, "current");
        if current.is_none() && look.text(person, "former").is_some() {
            look.raise(person, Reason::FormerUpnOnly, "former");
        }
        if look.text(person, "reason").is_some() {
            look.raise(person, Reason::UpnUnknownReason, "reason");
        }
    }
}
