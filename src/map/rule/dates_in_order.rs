//! An end that comes before its start.

use super::inspection::{Inspection, day_of};
use crate::record::Reason;

/// Raises `end-before-start`, or the code named by `code`, where the end is earlier than the start.
pub(super) fn dates_in_order(look: &mut Inspection<'_>) {
    let reason = look.value("code").parse().unwrap_or(Reason::EndBeforeStart);
    for record in look.own() {
        let times = look.readable(record, "start").zip(look.readable(record, "end"));
        let Some((start, end)) = times else { continue };
        if earlier(end, start) {
            look.raise(record, reason, "end");
        }
    }
}

/// Whether a date or time is earlier than another; a date and a time are compared by their days.
pub(super) fn earlier(one: &str, two: &str) -> bool {
    if one.len() == two.len() { one < two } else { day_of(one) < day_of(two) }
}
