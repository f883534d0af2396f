//! Children who went missing and of whom no return is recorded.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `missing-no-end` where the end is empty, or no day: the step stays open, and somebody should look.
pub(super) fn missing_no_end(look: &mut Inspection<'_>) {
    for record in look.own() {
        if look.readable(record, "end").is_none() {
            look.raise(record, Reason::MissingNoEnd, "end");
        }
    }
}
