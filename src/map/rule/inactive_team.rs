//! Teams that have closed.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `inactive-team` where the responsible team is closed.
pub(super) fn inactive_team(look: &mut Inspection<'_>) {
    for record in look.own() {
        if look.attribute(record, "team", "inactive") == Some("1") {
            look.raise(record, Reason::InactiveTeam, "team");
        }
    }
}
