//! Flags that the row itself tells: it is there for yes, and nothing else would hold what is neither yes nor no, or empty.

use super::work::Work;
use crate::map::plan::{Carrier, EntityPlan, ToldBy};
use crate::record::{Action, FieldId, Reason};

/// Turns away records whose flag is neither.
pub(super) fn check_flags(work: &mut Work<'_>) {
    let entities: Vec<_> = work.case.entities().collect();
    for entity in entities.into_iter().filter_map(|id| work.plan.entity(id)) {
        for field in told_flags(entity) {
            for place in work.case.places(entity.entity) {
                let text = work.record(place).get(field).filled().map(str::trim).unwrap_or_default();
                let reason = match text {
                    "0" | "1" => continue,
                    "" => Reason::MissingMandatory,
                    _ => Reason::BadBoolean,
                };
                if work.verdicts[place].gives_rows() {
                    work.raise_as(place, reason, Some(field), Action::RejectRow);
                }
            }
        }
    }
}

fn told_flags(entity: &EntityPlan) -> Vec<FieldId> {
    let columns = (0_u16..).map(FieldId).zip(&entity.columns);
    let told = columns.filter(|(_, status)| status.carrier == Carrier::Told(ToldBy::Row));
    told.map(|(field, _)| field).collect()
}
