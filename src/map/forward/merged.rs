//! People and cases that were merged into others: their own columns go into a note of the survivor.

use super::lines::field_line;
use super::work::{NoteLine, Work};
use crate::map::plan::{Carrier, EntityPlan};
use crate::record::{FieldId, Guid};

/// Marks the records that are folded into the one that their master column names.
pub(super) fn mark_merged(work: &mut Work<'_>) {
    let entities: Vec<_> = work.case.entities().collect();
    for entity in entities.into_iter().filter_map(|id| work.plan.entity(id)) {
        let Some(merge) = &entity.merge else { continue };
        for place in work.case.places(entity.entity) {
            let named = work.record(place).get(merge.master).filled().is_some();
            if named && work.survivor_of(place) != work.case.key_at(place) {
                work.verdicts[place].by_master = true;
                work.verdicts[place].merged = true;
            }
        }
    }
}

/// Writes the notes that keep the columns of merged people and cases.
pub(super) fn write_merged(work: &mut Work<'_>) {
    for place in 0..work.case.records.len() {
        if !(work.verdicts[place].by_master && work.verdicts[place].open()) {
            continue;
        }
        let Some(entity) = work.entity_plan(place) else { continue };
        let (Some(merge), Some(survivor)) = (&entity.merge, work.survivor_of(place)) else { continue };
        let Some(note) = work.plan.notes().merged.get(&entity.entity) else { continue };
        let lines = own_lines(work, place, entity);
        let key = format!("{survivor}:{}", merge.note);
        work.section(place, key, (&note.note_type, &note.title), lines);
    }
}

/// A line for every carried column that is filled.
pub(super) fn own_lines(work: &mut Work<'_>, place: usize, entity: &EntityPlan) -> Vec<NoteLine> {
    let mut lines = Vec::new();
    for (field, status) in (0_u16..).map(FieldId).zip(&entity.columns) {
        let elsewhere = matches!(status.carrier, Carrier::NotCarried | Carrier::Lossy | Carrier::With(_));
        if !elsewhere {
            lines.extend(field_line(work, place, &status.label, field, &status.line));
        }
    }
    lines
}

impl Work<'_> {
    /// The record that a merged record folds into.
    pub(super) fn survivor_of(&self, place: usize) -> Option<Guid> {
        let (entity, key) = (self.record(place).entity(), self.case.key_at(place)?);
        if entity == self.plan.model().people.person {
            self.around.survivor(key)
        } else {
            self.around.work(entity, key).map(|(survivor, _)| survivor)
        }
    }
}
