//! Warnings about who made a record, whose it is, and who may see it.

use super::{Look, Raised, own};
use crate::record::Reason;

/// Records made by the account of an interface.
pub(super) fn service_accounts(look: &Look<'_, '_>, out: &mut Raised) {
    by_attribute(look, out, ("author", "service"), Reason::ServiceAccountAuthor);
}

/// Records of a team that is closed.
pub(super) fn closed_teams(look: &Look<'_, '_>, out: &mut Raised) {
    by_attribute(look, out, ("team", "inactive"), Reason::InactiveTeam);
}

fn by_attribute(look: &Look<'_, '_>, out: &mut Raised, (name, flag): (&str, &str), reason: Reason) {
    for (place, record) in own(look) {
        if look.attribute(record, name, flag) == Some("1") {
            out.insert((place, reason, look.field(name)));
        }
    }
}

/// Workers of whom only the name is known.
pub(super) fn names_alone(look: &Look<'_, '_>, out: &mut Raised) {
    for (place, record) in own(look) {
        if look.text(record, "worker").is_none() && look.text(record, "text").is_some() {
            out.insert((place, Reason::WorkerTextOnly, look.field("text")));
        }
    }
}

/// Notes that hold what a third party said.
pub(super) fn flagged(look: &Look<'_, '_>, out: &mut Raised) {
    for (place, note) in own(look) {
        if look.text(note, "flag") == Some("1") {
            out.insert((place, Reason::ThirdPartyInformation, look.field("flag")));
        }
    }
}

/// Restrictions that ended before the extract was taken; of records that were merged into others as well.
pub(super) fn ended_restrictions(look: &Look<'_, '_>, out: &mut Raised) {
    let today = look.scene.rest.extract_day();
    for place in look.scene.places(look.entity.entity) {
        let row = look.row_of(look.scene.record(*place), "restriction");
        if row.and_then(|row| look.readable_day(row, "end")).is_some_and(|end| end < today.as_str()) {
            out.insert((*place, Reason::RestrictionEnded, look.field("restriction")));
        }
    }
}
