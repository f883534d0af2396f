//! Past events with a date after the extract.

use super::inspection::{Inspection, day_of};
use crate::record::Reason;

/// Raises `future-date` for each column of the rule that is dated after the extract day.
pub(super) fn future_date(look: &mut Inspection<'_>) {
    let today = look.taken_on();
    for record in look.own() {
        for name in look.rule.fields.keys() {
            if look.readable(record, name).is_some_and(|date| day_of(date) > today.as_str()) {
                look.raise(record, Reason::FutureDate, name);
            }
        }
    }
}
