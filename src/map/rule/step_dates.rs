//! Statuses of steps and their dates.

use super::dates_in_order::earlier;
use super::inspection::{Inspection, trimmed};
use crate::map::plan::LineKind;
use crate::record::{Reason, SourceRecord};

/// Raises `step-date-conflict` where status and dates disagree.
///
/// Each of `ended`, `completed` and `cancelled` is a column, and under the same name the statuses that fill it. The column
/// `ended` is empty under the statuses of `open`; the other two are empty under every status that is not theirs.
pub(super) fn step_dates(look: &mut Inspection<'_>) {
    for step in look.own() {
        if let Some(name) = conflict(look, step) {
            look.raise(step, Reason::StepDateConflict, name);
        }
    }
}

/// The first column that disagrees.
fn conflict(look: &Inspection<'_>, step: &SourceRecord) -> Option<&'static str> {
    let status = status(look, step)?;
    for name in ["ended", "completed", "cancelled"] {
        if look.field(name).is_none() {
            continue;
        }
        let date = look.date(step, name);
        let must = look.lists(name, status);
        let may = if name == "ended" { !look.lists("open", status) } else { must };
        if (must && date.is_none()) || (!may && date.is_some()) {
            return Some(name);
        }
        let times = look.readable(step, name).zip(look.readable(step, "started"));
        if name != "cancelled" && times.is_some_and(|(date, started)| earlier(date, started)) {
            return Some(name);
        }
    }
    None
}

/// The number of the status, or the name of the row it points at; none for a number that stands for nothing, which is told
/// where it is mapped.
fn status<'a>(look: &Inspection<'a>, step: &'a SourceRecord) -> Option<&'a str> {
    if let Some(name) = look.field("status_name") {
        return trimmed(look.pointed(step, "status")?, name);
    }
    let column = &look.entity.columns[usize::from(look.field("status")?.0)];
    let number = look.text(step, "status")?;
    match &column.line {
        LineKind::Option(list) => look.world.option_text(list, number).map(|_| number),
        _ => Some(number),
    }
}
