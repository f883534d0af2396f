//! The reason for a new episode, worked out again.

use std::collections::BTreeMap;

use super::inspection::Inspection;
use super::period::Period;
use crate::record::{Guid, Reason, SourceRecord};

/// Raises `rne-mismatch` where what changed from the row before is not what the recorded reason says.
pub(super) fn rne_mismatch(look: &mut Inspection<'_>) {
    for rows in by_episode(look).into_values() {
        for (place, row) in rows.iter().enumerate() {
            let before = place.checked_sub(1).map(|place| rows[place].record);
            let Some(expected) = expected(look, before, row.record) else { continue };
            if look.attribute(row.record, "reason", "reason_code") != Some(expected) {
                look.raise(row.record, Reason::RneMismatch, "reason");
            }
        }
    }
}

/// The rows of each episode, in order; of those alone in which every row has a day to be put in order by.
pub(super) fn by_episode<'a>(look: &Inspection<'a>) -> BTreeMap<Guid, Vec<Period<'a>>> {
    let mut episodes: BTreeMap<Guid, Vec<Period<'a>>> = BTreeMap::new();
    for period in look.periods(look.own()) {
        if let Some(episode) = look.guid(period.record, "episode") {
            episodes.entry(episode).or_default().push(period);
        }
    }
    for row in look.own().filter(|row| look.readable(row, "start").is_none()) {
        if let Some(episode) = look.guid(row, "episode") {
            episodes.remove(&episode);
        }
    }
    episodes
}

/// S starts; L is the status only; P and T the placement, with another and the same carer; B and U both.
fn expected(
    look: &Inspection<'_>,
    before: Option<&SourceRecord>,
    row: &SourceRecord,
) -> Option<&'static str> {
    let Some(before) = before else { return Some("S") };
    let status = look.guid(before, "status") != look.guid(row, "status");
    let carer = postcode(look, before) != postcode(look, row);
    let placement = carer || look.guid(before, "placement") != look.guid(row, "placement");
    match (status, placement, carer) {
        (true, false, _) => Some("L"),
        (false, true, true) => Some("P"),
        (false, true, false) => Some("T"),
        (true, true, true) => Some("B"),
        (true, true, false) => Some("U"),
        (false, false, _) => None,
    }
}

/// The carer is told by where they live.
fn postcode(look: &Inspection<'_>, row: &SourceRecord) -> String {
    let text = look.text(row, "postcode").unwrap_or_default();
    text.chars().filter(|character| !character.is_whitespace()).collect::<String>().to_uppercase()
}
