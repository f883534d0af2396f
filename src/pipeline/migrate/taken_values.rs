//! Values of which Mosaic takes each once, in new shared records, while a sealed row has them.

use std::collections::HashSet;

use crate::map::plan::{EntityPlan, Plan, Source};
use crate::pipeline::earlier::SealedRows;
use crate::pipeline::stage::Staged;
use crate::record::{EntityId, FieldId, Reason, SourceRecord, Stop};
use crate::source::Role;
use crate::target::contract::{ColumnId, TableId};

/// One stop a new shared record with such a value: its row could not stand beside the sealed one, which keeps what it has
/// whatever the export says by now. Without regard to case, as within one export.
pub(super) fn taken_values(plan: &Plan, staged: &Staged, sealed: &SealedRows) -> Vec<Stop> {
    let dictionary = plan.dictionary();
    let shared = plan.entities().filter(|entity| dictionary.entity(entity.entity).role == Role::Shared);
    let mut stops = Vec::new();
    for entity in shared {
        for (field, table, column) in unique_columns(plan, entity) {
            let taken: HashSet<String> = sealed.values(table, column).map(compared).collect();
            let is_taken = |record: &&SourceRecord| {
                let value = record.get(field).filled();
                is_new(entity, sealed, record) && value.is_some_and(|value| taken.contains(&compared(value)))
            };
            let rows = staged.world.rows(entity.entity).iter().filter(is_taken);
            stops.extend(rows.map(|row| stop(plan, staged, row, (entity.entity, field))));
        }
    }
    stops
}

/// The source columns that fill one of which no two rows may have the same value; keys are looked after by themselves.
fn unique_columns(plan: &Plan, entity: &EntityPlan) -> Vec<(FieldId, TableId, ColumnId)> {
    let mut found = Vec::new();
    for rule in &entity.rows {
        let table = plan.contract().table(rule.table);
        for (column, cell) in (0_u16..).map(ColumnId).zip(&rule.cells) {
            if table.columns[usize::from(column.0)].unique && !table.key.contains(&column) {
                let fields = cell.branches.iter().filter_map(|branch| match branch.source {
                    Source::Field(field) => Some(field),
                    _ => None,
                });
                found.extend(fields.map(|field| (field, rule.table, column)));
            }
        }
    }
    found
}

fn is_new(entity: &EntityPlan, sealed: &SealedRows, record: &SourceRecord) -> bool {
    record.guid(entity.key).is_some_and(|key| sealed.run_of(key).is_none())
}

fn compared(value: &str) -> String {
    value.trim().to_lowercase()
}

fn stop(plan: &Plan, staged: &Staged, row: &SourceRecord, (entity, field): (EntityId, FieldId)) -> Stop {
    let report = staged.files.iter().find(|report| report.file == row.origin().file);
    let is_user_name = entity == plan.model().people.worker;
    let described = plan.dictionary().entity(entity);
    let message = format!(
        "a sealed row of another {} has the same value, and keeps it whatever the export says by now: give this one \
         another at source",
        described.name
    );
    Stop {
        reason: if is_user_name { Reason::DuplicateSystemUser } else { Reason::DuplicateTargetKey },
        file: report.map_or_else(String::new, |report| report.path.clone()),
        line: row.origin().line,
        field: described.field(field).name.clone(),
        message,
    }
}
