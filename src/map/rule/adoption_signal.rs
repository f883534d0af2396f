//! Signs of an adoption that no link tells of.

use super::inspection::Inspection;
use crate::record::{Reason, SourceRecord};

/// The columns that may tell, each with the column of the code it points at and the list of codes that are a sign.
const SIGNS: [(&str, &str, &str); 3] = [
    ("status", "status_code", "statuses"),
    ("placement", "placement_code", "placements"),
    ("ended", "ended_code", "reasons"),
];

/// Raises `adoption-signal` for rows with a sign, where the person stands in no adoption link.
pub(super) fn adoption_signal(look: &mut Inspection<'_>) {
    for row in look.own() {
        let Some(sign) = sign(look, row) else { continue };
        if !linked(look, row) {
            look.raise(row, Reason::AdoptionSignal, sign);
        }
    }
}

fn sign(look: &Inspection<'_>, row: &SourceRecord) -> Option<&'static str> {
    let tells = |(name, code, list): &(&str, &str, &str)| {
        look.attribute(row, name, code).is_some_and(|code| look.lists(list, code))
    };
    SIGNS.iter().find(|sign| tells(sign)).map(|(name, _, _)| *name)
}

fn linked(look: &Inspection<'_>, row: &SourceRecord) -> bool {
    let Some(person) = look.guid(row, "person") else { return false };
    let names = |link: &SourceRecord, side: &str| look.guid(link, side) == Some(person);
    look.rows("link").iter().any(|link| names(link, "link_before") || names(link, "link_after"))
}
