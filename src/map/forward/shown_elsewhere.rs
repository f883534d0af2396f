//! What has to be known of other case files, so that notes show more than a key.

use std::collections::BTreeMap;

use crate::map::plan::{Display, EntityPlan, LineKind, LineSource, Plan};
use crate::record::EntityId;

/// How people, cases, contacts and forms are shown that a note may name without a column beside it that shows them: their rows
/// may stand in another case file, which is not at hand when the note is written. By entity.
pub fn shown_elsewhere(plan: &Plan) -> BTreeMap<EntityId, Display> {
    let named = plan.entities().flat_map(|entity| named_by_key(plan, entity));
    let kept = named.filter(|table| is_kept(plan, *table));
    kept.map(|table| (table, plan.model().displays[usize::from(table.0)].clone())).collect()
}

/// The tables that columns with a line, and without a label, point at.
fn named_by_key<'p>(plan: &'p Plan, entity: &'p EntityPlan) -> impl Iterator<Item = EntityId> + 'p {
    let lines = entity.note.iter().flat_map(|note| &note.lines);
    lines.filter_map(|line| match line.source {
        LineSource::Field(field, LineKind::Lookup(table)) => {
            plan.label_column(entity.entity, field).is_none().then_some(table)
        }
        _ => None,
    })
}

/// Whether the keys of a table are kept for all case files.
fn is_kept(plan: &Plan, table: EntityId) -> bool {
    table == plan.model().people.person || plan.entity(table).is_some_and(|entity| entity.indexed)
}
