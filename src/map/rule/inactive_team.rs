//! Teams that are responsible for a record.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `owner-is-team` where the owner is a team, as it is meant to be, and `inactive-team` where that team is closed.
pub(super) fn inactive_team(look: &mut Inspection<'_>) {
    for record in look.own() {
        let Some(team) = look.pointed(record, "team") else { continue };
        look.raise(record, Reason::OwnerIsTeam, "team");
        if look.set(team, "inactive") {
            look.raise(record, Reason::InactiveTeam, "team");
        }
    }
}
