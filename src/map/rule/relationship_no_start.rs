//! Relationships without a start.

use super::inspection::Inspection;
use crate::record::Reason;

/// Raises `relationship-no-start`; where the named policy gives a date, that is written and only counted.
pub(super) fn relationship_no_start(look: &mut Inspection<'_>) {
    let policy = format!("values.{}", look.value("policy"));
    let declared = look.world.policy(&policy).is_some();
    for record in look.own() {
        if declared {
            // A day that stands for none is something that was said, and no policy takes its place.
            if look.text(record, "start").is_none() {
                look.out.by_policy.add(record.entity(), look.field("start"), Reason::RelationshipNoStart);
            }
        } else if look.date(record, "start").is_none() {
            look.raise(record, Reason::RelationshipNoStart, "start");
        }
    }
}
