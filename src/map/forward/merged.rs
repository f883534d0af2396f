//! People and cases that were merged into others: their own columns go into a note of the survivor.

use super::line::line_value;
use super::mapped::CrossReference;
use super::work::Work;
use crate::map::plan::{Carrier, EntityPlan, Merge, WithoutRow};
use crate::record::{EntityId, FieldId, Guid, Reason};

/// Marks the records whose master column is filled as merged.
pub(super) fn mark_merged(work: &mut Work<'_>) {
    for place in 0..work.index.records().len() {
        let Some(merge) = work.entity_plan(place).and_then(|entity| entity.merge.as_ref()) else { continue };
        let record = work.record(place);
        if record.guid(merge.master).is_some() && work.verdicts[place].open() {
            let chained = work.survivor_of(place) != record.guid(merge.master);
            let reason = if chained { Reason::MergeChain } else { Reason::MergedPerson };
            work.raise(place, reason, Some(merge.master));
            work.verdicts[place].by_master = true;
        }
    }
}

/// Writes the notes that keep the columns of merged people and cases.
pub(super) fn write_merged(work: &mut Work<'_>) {
    for place in 0..work.index.records().len() {
        if !(work.verdicts[place].by_master && work.verdicts[place].open()) {
            continue;
        }
        let Some(entity) = work.entity_plan(place) else { continue };
        let (Some(merge), Some(survivor)) = (&entity.merge, work.survivor_of(place)) else { continue };
        let lines = own_lines(work, place, entity);
        let key = format!("{survivor}:{}", merge.note);
        let (note_type, title) = work.plan.notes().merged(entity.entity);
        work.section(place, key, &note_type, &title, lines);
    }
}

/// A line for every carried column that is filled.
fn own_lines(work: &Work<'_>, place: usize, entity: &EntityPlan) -> Vec<String> {
    let mut lines = Vec::new();
    for (field, status) in (0_u16..).map(FieldId).zip(&entity.columns) {
        if matches!(status.carrier, Carrier::NotCarried | Carrier::Lossy | Carrier::With(_)) {
            continue;
        }
        let value = line_value(work, work.record(place), field, &status.line);
        lines.extend(value.ok().flatten().map(|value| format!("{}: {value}", status.label)));
    }
    lines
}

/// The lines of the cross-reference: listed entities, and every merged row with what absorbed it.
pub(super) fn cross_references(work: &Work<'_>) -> Vec<CrossReference> {
    let mut lines = Vec::new();
    for place in 0..work.index.records().len() {
        let Some(entity) = work.entity_plan(place) else { continue };
        if !work.verdicts[place].open() {
            continue;
        }
        if work.verdicts[place].merged || work.merges_for_want_of_a_row(place) {
            lines.extend(absorbed(work, place, entity));
        } else if let Some(columns) = &entity.cross_reference {
            lines.extend(listed(work, place, entity, columns));
        }
    }
    lines.sort();
    lines.dedup();
    lines
}

fn listed(work: &Work<'_>, place: usize, entity: &EntityPlan, columns: &[FieldId]) -> Vec<CrossReference> {
    let Some((table, legacy_id)) = work.main_row(place) else { return Vec::new() };
    let dictionary = work.plan.dictionary().entity(entity.entity);
    let own = CrossReference { source_entity: dictionary.name.clone(), source_id: work.source_id(place), table, legacy_id };
    let by_column = columns.iter().filter_map(|column| {
        let value = work.record(place).get(*column).filled()?;
        let source_entity = format!("{}.{}", dictionary.name, dictionary.columns[usize::from(column.0)].name);
        Some(CrossReference { source_entity, source_id: value.trim().to_owned(), ..own.clone() })
    });
    by_column.chain(std::iter::once(own.clone())).collect()
}

fn absorbed(work: &Work<'_>, place: usize, entity: &EntityPlan) -> Vec<CrossReference> {
    let name = &work.plan.dictionary().entity(entity.entity).name;
    let line = |(table, legacy_id)| CrossReference {
        source_entity: name.clone(),
        source_id: work.source_id(place),
        table,
        legacy_id,
    };
    work.absorbers(place).into_iter().map(line).collect()
}

impl Work<'_> {
    /// The record that a merged record folds into.
    pub(super) fn survivor_of(&self, place: usize) -> Option<Guid> {
        let entity = self.entity_plan(place)?;
        let key = self.record(place).guid(entity.key)?;
        self.survivor_in(entity.entity, key, entity.merge.as_ref())
    }

    fn survivor_in(&self, entity: EntityId, key: Guid, _merge: Option<&Merge>) -> Option<Guid> {
        if entity == self.plan.model().people.person {
            self.around.survivor(key)
        } else {
            self.around.work(entity, key).map(|(survivor, _)| survivor)
        }
    }

    /// Whether a written record counts as merged because it gives no row in a main table.
    pub(super) fn merges_for_want_of_a_row(&self, place: usize) -> bool {
        let Some(entity) = self.entity_plan(place) else { return false };
        entity.without_row == WithoutRow::Merged && self.main_row(place).is_none()
    }

    /// The first row of a record in a main table of its entity.
    pub(super) fn main_row(&self, place: usize) -> Option<(crate::target::contract::TableId, String)> {
        self.main_rows(place).into_iter().next()
    }

    /// The rows of a record in main tables: table and key.
    pub(super) fn main_rows(&self, place: usize) -> Vec<(crate::target::contract::TableId, String)> {
        let Some(entity) = self.entity_plan(place) else { return Vec::new() };
        let main = self.rows_of(place).filter(|made| made.rule.is_some_and(|rule| entity.rows[rule].main));
        main.map(|made| (made.row.table, self.row_key(&made.row))).collect()
    }

    /// The rows that absorbed a merged record.
    fn absorbers(&self, place: usize) -> Vec<(crate::target::contract::TableId, String)> {
        let Some(entity) = self.entity_plan(place) else { return Vec::new() };
        if self.verdicts[place].by_master {
            let survivor = self.survivor_of(place).and_then(|key| self.index.place(entity.entity, key));
            return survivor.map(|survivor| self.main_rows(survivor)).unwrap_or_default();
        }
        let followed: Vec<_> = self.follows.iter().filter(|(member, ..)| *member == place).collect();
        if !followed.is_empty() {
            let rows = followed.iter().filter_map(|(_, first, rule)| {
                self.rows_of(*first).find(|made| made.rule == Some(*rule)).map(|made| &made.row)
            });
            return rows.map(|row| (row.table, self.row_key(row))).collect();
        }
        self.absorbing_records(place, entity).into_iter().flat_map(|other| self.rows_that_absorb(other, entity)).collect()
    }

    /// The records whose rows absorb one that gives none: the one it names, or those that name it.
    fn absorbing_records(&self, place: usize, entity: &EntityPlan) -> Vec<usize> {
        let record = self.record(place);
        let (Some(field), Some(key)) = (entity.merged_into, record.guid(entity.key)) else { return Vec::new() };
        if field == entity.key {
            let names = |other: &usize| {
                let candidate = self.record(*other);
                let lookups = self.prepared.lookups(candidate.entity());
                lookups.iter().any(|lookup| candidate.guid(*lookup) == Some(key))
            };
            return (0..self.index.records().len()).filter(names).collect();
        }
        let parent = self.parent_of(record, field);
        parent.map(|parent| vec![parent]).unwrap_or_default()
    }

    fn rows_that_absorb(&self, other: usize, entity: &EntityPlan) -> Vec<(crate::target::contract::TableId, String)> {
        let files = entity.entity == self.plan.model().documents.file;
        let rows: Vec<_> = if files { self.document_rows(other) } else { self.main_rows(other) };
        if rows.is_empty() { self.rows_of_ticks(other) } else { rows }
    }
}
