//! A child's periods of care, and the legal statuses within them.

use super::inspection::Inspection;
use super::period::Period;
use crate::record::{Reason, SourceRecord};

/// Raises `lac-open-mismatch`, `lac-two-open` and `lac-status-gap` for episodes.
pub(super) fn lac_episodes(look: &mut Inspection<'_>) {
    let episodes = look.periods(look.own());
    let mut open = 0;
    for episode in &episodes {
        if episode.end.is_none() {
            open += 1;
            if open > 1 {
                look.raise(episode.record, Reason::LacTwoOpen, "end");
            }
        }
        if let Some(reason) = judge(look, episode) {
            look.raise(episode.record, reason, "end");
        }
    }
}

/// An episode ends before it starts, or is open where its last status is not, or the reverse, or lasts longer.
fn judge(look: &Inspection<'_>, episode: &Period<'_>) -> Option<Reason> {
    if episode.reversed() {
        return Some(Reason::LacOpenMismatch);
    }
    let statuses = statuses(look, episode.record)?;
    let (Some(first), Some(last)) = (statuses.first(), statuses.last()) else {
        return Some(Reason::LacOpenMismatch);
    };
    match (episode.end, last.end) {
        (Some(_), None) | (None, Some(_)) => Some(Reason::LacOpenMismatch),
        (Some(end), Some(status)) if status < end => Some(Reason::LacStatusGap),
        _ if episode.start < first.start => Some(Reason::LacStatusGap),
        _ => None,
    }
}

/// The legal statuses of an episode, in order; none where one has no day to be put in order by, which is told of it.
fn statuses<'a>(look: &Inspection<'a>, episode: &SourceRecord) -> Option<Vec<Period<'a>>> {
    let key = look.case.key(episode);
    let own = look.others("status").iter().filter(|status| look.guid(status, "episode") == key);
    let periods: Option<Vec<_>> =
        own.map(|status| look.period(status, "status_start", "status_end")).collect();
    let mut periods = periods?;
    periods.sort_by_key(|period| (period.start, period.end.unwrap_or("9999")));
    Some(periods)
}
