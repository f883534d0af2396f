//! The rules that leave records out.

use super::cell::Evaluation;
use super::work::Work;
use crate::map::plan::{EntityPlan, ScopeRule};
use crate::record::Reason;

/// Applies the scope rules of each entity, the first that holds.
pub(super) fn apply_scope(work: &mut Work<'_>) {
    let entities: Vec<_> = work.case.entities().collect();
    for entity in entities.into_iter().filter_map(|id| work.plan.entity(id)) {
        if entity.scope.is_empty() {
            continue;
        }
        for place in work.case.places(entity.entity) {
            apply(work, place, entity);
        }
    }
}

fn apply(work: &mut Work<'_>, place: usize, entity: &EntityPlan) {
    let applying = || entity.scope.iter().filter(|rule| applies(work, place, entity, rule));
    let kept = |rule: &&ScopeRule| rule.keep.contains(&work.source_id(place));
    let Some(rule) = applying().find(|rule| !kept(rule)) else {
        if applying().next().is_some() {
            work.raise(place, Reason::RetentionHold, None);
        }
        return;
    };
    let first = work.verdicts[place].excluded.is_none();
    work.raise(place, rule.code, None);
    if let (true, Some(excluded)) = (first, &mut work.verdicts[place].excluded) {
        *excluded = (rule.code, rule.id.clone());
    }
}

fn applies<'a>(work: &Work<'a>, place: usize, entity: &'a EntityPlan, rule: &'a ScopeRule) -> bool {
    if !rule.ids.is_empty() && !rule.ids.contains(&work.source_id(place)) {
        return false;
    }
    let row = entity.rows.first().unwrap_or(work.plan.empty_row());
    Evaluation::new(work, entity, row, place, place).holds(&rule.when)
}
