//! People whose keys go into rows of other case files, because an answer names them.

use std::collections::{BTreeMap, BTreeSet};

use crate::map::plan::{Branch, Compute, EntityPlan, Plan, RowPlan, Source, Step};
use crate::record::{EntityId, FieldId};
use crate::target::contract::ColumnId;

/// The columns whose people go into rows by their keys, whosever case file it is: by entity, in order.
pub fn columns_of_named_people(plan: &Plan) -> BTreeMap<EntityId, BTreeSet<FieldId>> {
    let mut columns: BTreeMap<EntityId, BTreeSet<FieldId>> = BTreeMap::new();
    for (entity, _, _, branch) in plan.entities().flat_map(cells) {
        for (named, field) in named_by(plan, entity, branch) {
            columns.entry(named).or_default().insert(field);
        }
    }
    columns
}

/// Whether a row can be turned away because an answer names somebody who is not written: then it is not enough to ask once
/// who is.
pub fn can_reject_a_row(plan: &Plan) -> bool {
    plan.entities().flat_map(cells).any(|(entity, row, column, branch)| {
        let contract = &plan.contract().table(row.table).columns[usize::from(column.0)];
        let alone = row.only_with.contains(&column) || row.only_with_any.contains(&column);
        let unkept = row.main && entity.note.is_none() && alone;
        branch.steps.iter().any(Step::refers_to_people) && (contract.required || contract.critical || unkept)
    })
}

/// Every branch of an entity's cells, with the row and the column that it fills.
fn cells(entity: &EntityPlan) -> impl Iterator<Item = (&EntityPlan, &RowPlan, ColumnId, &Branch)> {
    entity.rows.iter().flat_map(move |row| {
        let columns = (0_u16..).map(ColumnId).zip(&row.cells);
        columns.flat_map(move |(column, cell)| {
            cell.branches.iter().map(move |branch| (entity, row, column, branch))
        })
    })
}

/// The columns from which a branch takes a person.
fn named_by(plan: &Plan, entity: &EntityPlan, branch: &Branch) -> Vec<(EntityId, FieldId)> {
    let forms = &plan.model().forms;
    let answers = || forms.values.iter().map(|(_, field)| (forms.answer, *field)).collect();
    match branch.source {
        Source::Compute(Compute::RowSubject) => answers(),
        _ if !branch.steps.iter().any(Step::refers_to_people) => Vec::new(),
        Source::Field(field) | Source::Last(field) => vec![(entity.entity, field)],
        Source::Via { entity, field, .. } => vec![(entity, field)],
        Source::Answer(_) => answers(),
        _ => Vec::new(),
    }
}
