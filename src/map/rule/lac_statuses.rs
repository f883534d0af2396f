//! A child's legal statuses, one after the other.

use super::inspection::{Inspection, next_day, trimmed};
use super::period::Period;
use crate::record::{Reason, SourceRecord};

/// Raises `lac-open-mismatch`, `lac-two-open`, `lac-status-overlap`, `lac-day-gap` and `lac-status-gap`.
///
/// Statuses under which the child is not looked after may overlap the others and are not looked at.
pub(super) fn lac_statuses(look: &mut Inspection<'_>) {
    let periods = look.periods(look.own().filter(|row| looked_after(look, row)));
    for period in periods.iter().filter(|period| period.reversed()) {
        look.raise(period.record, Reason::LacOpenMismatch, "end");
    }
    let straight: Vec<_> = periods.into_iter().filter(|period| !period.reversed()).collect();
    overlaps(look, &straight);
    let undated: Vec<_> = look.own().filter(|row| look.readable(row, "start").is_none()).collect();
    for pair in straight.windows(2) {
        // A row without a day may stand between them, and is told of.
        let episode = look.guid(pair[0].record, "episode");
        if !undated.iter().any(|row| look.guid(row, "episode") == episode) {
            gap(look, &pair[0], &pair[1]);
        }
    }
}

/// Whether the child is looked after under the status of a row.
pub(super) fn looked_after(look: &Inspection<'_>, row: &SourceRecord) -> bool {
    look.attribute(row, "status", "status_type") != Some(look.value("not_looked_after"))
}

/// Each period against the one before it that lasts longest.
fn overlaps(look: &mut Inspection<'_>, periods: &[Period<'_>]) {
    let Some((first, rest)) = periods.split_first() else { return };
    let mut longest = *first;
    for period in rest {
        if longest.end.is_none() && period.end.is_none() {
            look.raise(period.record, Reason::LacTwoOpen, "end");
        } else if longest.meets(period) {
            look.raise(period.record, Reason::LacStatusOverlap, "start");
        }
        if longest.end.is_some_and(|end| period.end.is_none_or(|other| other > end)) {
            longest = *period;
        }
    }
}

/// What lies between two rows of one episode: a night, which the policy may close, or days.
fn gap(look: &mut Inspection<'_>, before: &Period<'_>, after: &Period<'_>) {
    let Some(episode) = look.field("episode") else { return };
    let (one, two) = (trimmed(before.record, episode), trimmed(after.record, episode));
    let same = one.zip(two).is_some_and(|(one, two)| one.eq_ignore_ascii_case(two));
    let Some(end) = before.end.filter(|end| same && *end < after.start) else { return };
    let next_day = next_day(end).is_some_and(|next| next == after.start);
    let joined = next_day && look.world.policy("looked_after.day_gap") == Some("join");
    let reason = if joined { Reason::LacDayGap } else { Reason::LacStatusGap };
    look.raise(after.record, reason, "start");
}
