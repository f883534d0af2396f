//! Columns that say who wrote a record.

use super::Weighed;
use crate::map::plan::{EntityPlan, NotePlace, NoteScope, Step};
use crate::reconcile::recompute::founded;
use crate::record::FieldId;
use crate::source::Kind;

impl Weighed<'_, '_> {
    /// Whether a column says who wrote the record: it is written as an author, or it is a carried column of workers whose
    /// name is that of an author elsewhere.
    pub(super) fn is_author(&self, field: FieldId) -> bool {
        let (plan, worker) = (self.scene.plan, self.scene.plan.model().people.worker);
        if is_written_as_author(self.entity, field) {
            return true;
        }
        let column = plan.dictionary().entity(self.entity.entity).field(field);
        let of_workers = matches!(column.kind, Kind::Lookup { table } if table == worker);
        of_workers
            && self.is_carried(field)
            && plan.entities().any(|entity| {
                let same = plan.dictionary().entity(entity.entity).column(&column.name);
                same.is_some_and(|same| is_written_as_author(entity, same))
            })
    }
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
