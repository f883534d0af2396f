//! Authors for whom another signs, by policy.

use super::RestOfDrop;
use crate::map::plan::{Carrier, EntityPlan, NotePlace, NoteScope, Plan, Step};
use crate::reconcile::recompute::founded;
use crate::record::{FieldId, Guid, SourceRecord};
use crate::source::Kind;

/// The columns of a record that name an author who is no worker, where the policy names who stands in: that name is written,
/// and what the column holds is in the record's note.
pub fn signed_by_another(plan: &Plan, rest: RestOfDrop<'_>, record: &SourceRecord) -> Vec<FieldId> {
    let Some(entity) = plan.entity(record.entity()) else { return Vec::new() };
    if plan.policy().substitute_author().is_none() {
        return Vec::new();
    }
    let unknown = |field: &FieldId| {
        let text = record.get(*field).filled();
        text.is_some_and(|text| user_name(plan, rest, text).is_none()) && is_author(plan, entity, *field)
    };
    plan.dictionary().entity(entity.entity).fields().filter(unknown).collect()
}

/// The user name of the worker whose key a text is, where the column of authors takes it.
pub(super) fn user_name<'a>(plan: &Plan, rest: RestOfDrop<'a>, text: &str) -> Option<&'a str> {
    let people = &plan.model().people;
    let worker = rest.standing_row(people.worker, Guid::parse(text.trim()).ok()?)?;
    let name = worker.get(people.user_name).filled()?.trim();
    let width = plan.notes().author_width.unwrap_or(usize::MAX);
    (!name.is_empty() && name.chars().count() <= width).then_some(name)
}

/// Whether a column says who wrote the record: it is written as an author, or it is a carried column of workers whose name
/// is that of an author elsewhere.
pub(super) fn is_author(plan: &Plan, entity: &EntityPlan, field: FieldId) -> bool {
    if is_written_as_author(entity, field) {
        return true;
    }
    let worker = plan.model().people.worker;
    let column = plan.dictionary().entity(entity.entity).field(field);
    let of_workers = matches!(column.kind, Kind::Lookup { table } if table == worker);
    let status = entity.columns.get(usize::from(field.0));
    of_workers
        && status.is_some_and(|status| status.carrier != Carrier::NotCarried)
        && plan.entities().any(|entity| {
            let same = plan.dictionary().entity(entity.entity).column(&column.name);
            same.is_some_and(|same| is_written_as_author(entity, same))
        })
}

/// Whether a mapping writes a column as the author of a note.
fn is_written_as_author(entity: &EntityPlan, field: FieldId) -> bool {
    let stamps = entity.note.as_ref().is_some_and(|note| match &note.place {
        NotePlace::Note { scope: NoteScope::Record { created_by, updated_by, .. }, .. } => {
            *created_by == field || *updated_by == Some(field)
        }
        _ => false,
    });
    let mut branches = entity.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.branches);
    stamps
        || branches.any(|branch| {
            branch.steps.contains(&Step::WorkerUserName) && founded::takes(&branch.source, field)
        })
}
