//! Columns that say who wrote a record.

use super::weighed::CaseRows;
use super::{Claim, Surroundings, Weighed};
use crate::map::plan::{EntityPlan, NotePlace, NoteScope, Step};
use crate::reconcile::Difference;
use crate::reconcile::recompute::scene::Scene;
use crate::reconcile::recompute::{Standing, claims, founded};
use crate::record::{FieldId, Reason};
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

/// Records that another signs in place of an author who is no worker, where no list says so.
pub(super) fn unlisted(
    scene: &Scene<'_>,
    rows: &CaseRows<'_, '_>,
    around: Surroundings<'_>,
) -> Vec<Difference> {
    if scene.plan.policy().substitute_author().is_none() {
        return Vec::new();
    }
    let giving = (0..scene.case.records.len()).filter(|place| scene.standings[*place] == Standing::Gives);
    let mut unlisted = Vec::new();
    for place in giving {
        let Some((entity, key)) = scene.entity(place).zip(scene.key(place)) else { continue };
        let told = scene.away.values_of(entity.entity, key);
        let listed = |field: FieldId| {
            told.iter().any(|(own, reason)| *own == field && *reason == Some(Reason::UnknownAuthor))
        };
        let described = scene.plan.dictionary().entity(entity.entity);
        for field in described.fields().filter(|field| scene.record(place).get(*field).filled().is_some()) {
            let claim = Claim::of_value(field, Some(Reason::UnknownAuthor));
            let weighed = Weighed::new(scene, rows, around, (place, claim));
            if weighed.is_some_and(|one| one.is_signed_by_another()) && !listed(field) {
                unlisted.push(claims::difference(scene, place, field));
            }
        }
    }
    unlisted
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
