//! Pupil numbers: former ones alone, and reasons in their place.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `former-upn-only` and `upn-unknown-reason`.
pub(super) fn pupil_number(look: &mut Inspection<'_>) {
    for person in look.own() {
        let current = look.text(person, "current");
        if current.is_none() && look.text(person, "former").is_some() {
            look.raise(person, Reason::FormerUpnOnly, "former");
        }
        if current.is_some_and(reason_code) {
            look.raise(person, Reason::UpnUnknownReason, "current");
        } else if look.text(person, "reason").is_some() {
            look.raise(person, Reason::UpnUnknownReason, "reason");
        }
    }
}

/// Whether a text is the reason why there is no number: UN and a digit.
fn reason_code(text: &str) -> bool {
    let text = text.to_ascii_uppercase();
    text.strip_prefix("UN")
        .is_some_and(|digit| digit.len() == 1 && digit.bytes().all(|byte| byte.is_ascii_digit()))
}
