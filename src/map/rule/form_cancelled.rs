//! Forms that were cancelled.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `form-cancelled` for forms with that status.
pub(super) fn form_cancelled(look: &mut Inspection<'_>) {
    for form in look.own() {
        if look.text(form, "status").is_some_and(|status| look.lists("cancelled", status)) {
            look.raise(form, Reason::FormCancelled, "status");
        }
    }
}
