//! Columns that are empty in the export, and for which the policy gives a value.

use super::inspection::Inspection;
use crate::record::Reason;

/// Counts `missing-mandatory` for records whose column is empty, where the named policy gives a value for it.
pub(super) fn filled_by_policy(look: &mut Inspection<'_>) {
    let policy = format!("values.{}", look.value("policy"));
    let Some(field) = look.field("value").filter(|_| look.world.policy(&policy).is_some()) else { return };
    for record in look.own().filter(|record| record.get(field).filled().is_none()) {
        look.out.by_policy.add(record.entity(), Some(field), Reason::MissingMandatory);
    }
}
