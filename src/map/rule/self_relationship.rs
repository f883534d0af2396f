//! People related to themselves.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `self-relationship`, merges followed.
pub(super) fn self_relationship(look: &mut Inspection<'_>) {
    for record in look.own() {
        let (Some(one), Some(two)) = (look.guid(record, "person"), look.guid(record, "other")) else {
            continue;
        };
        let surviving = |person| look.world.survivor(person).unwrap_or(person);
        if surviving(one) == surviving(two) {
            look.raise(record, Reason::SelfRelationship, "other");
        }
    }
}
