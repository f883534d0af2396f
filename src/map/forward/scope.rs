//! The rules that leave records out.

use super::cell::Evaluation;
use super::work::Work;
use crate::map::plan::{EntityPlan, ScopeRule};

/// Applies the scope rules of each entity, the first that holds.
pub(super) fn apply_scope(work: &mut Work<'_>) {
    for place in 0..work.index.records().len() {
        let Some(entity) = work.entity_plan(place) else { continue };
        let applied = entity.scope.iter().find(|rule| applies(work, place, entity, rule));
        if let Some(rule) = applied {
            work.raise(place, rule.code, None);
            if work.verdicts[place].excluded.is_some() {
                work.verdicts[place].excluded = Some((rule.code, rule.id.clone()));
            }
        }
    }
}

fn applies(work: &Work<'_>, place: usize, entity: &EntityPlan, rule: &ScopeRule) -> bool {
    let record = work.record(place);
    if !rule.ids.is_empty() && !rule.ids.iter().any(|id| *id == work.source_id(place)) {
        return false;
    }
    let row = entity.rows.first().unwrap_or(work.plan.empty_row());
    Evaluation::new(work, entity, row, record, record).holds(&rule.when)
}
