//! Lines that records leave at the foot of other records' notes.

use std::collections::BTreeMap;

use super::Standing;
use super::line::part;
use super::scene::Scene;
use crate::map::plan::{EntityPlan, LineSource, NotePlace};
use crate::record::{EntityId, Guid};

/// By the record in whose note they stand: the lines, by the record that leaves each.
pub(super) type LeftInNotes = BTreeMap<(EntityId, Guid), BTreeMap<Guid, String>>;

/// Works out the lines that records of the case file leave in others' notes.
pub(super) fn left_in_notes(scene: &Scene<'_>) -> LeftInNotes {
    let mut left = LeftInNotes::new();
    for place in 0..scene.case.records.len() {
        let Some(entity) = scene.entity(place).filter(|_| scene.standings[place] == Standing::Gives) else {
            continue;
        };
        if let (Some(of), Some(own)) = (named(scene, place, entity), scene.key(place)) {
            let line = line(scene, place, entity).unwrap_or_default();
            left.entry(of).or_default().insert(own, line);
        }
    }
    left
}

/// The record in whose note a record leaves its line.
fn named(scene: &Scene<'_>, place: usize, entity: &EntityPlan) -> Option<(EntityId, Guid)> {
    let NotePlace::ParentTail { parent } = entity.note.as_ref()?.place else { return None };
    let table = *scene.tables_of(entity.entity, parent).first()?;
    Some((table, scene.record(place).guid(parent)?))
}

/// `Label:`, then a space and what is shown for each of the columns that are filled.
fn line(scene: &Scene<'_>, place: usize, entity: &EntityPlan) -> Option<String> {
    let lines = &entity.note.as_ref()?.lines;
    let record = scene.record(place);
    let parts = lines.iter().filter_map(|line| match &line.source {
        LineSource::Field(field, kind) => part(scene, record, *field, kind),
        LineSource::Computed(_) => None,
    });
    let label = format!("{}:", lines.first()?.label);
    Some(std::iter::once(label).chain(parts).collect::<Vec<_>>().join(" "))
}
