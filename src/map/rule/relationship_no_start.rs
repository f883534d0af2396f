//! Relationships without a start.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `relationship-no-start` unless the named policy gives a date.
pub(super) fn relationship_no_start(look: &mut Inspection<'_>) {
    let policy = format!("values.{}", look.value("policy"));
    if look.world.policy(&policy).is_some() {
        return;
    }
    for record in look.own() {
        if look.date(record, "start").is_none() {
            look.raise(record, Reason::RelationshipNoStart, "start");
        }
    }
}
