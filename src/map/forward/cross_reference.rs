//! The cross-reference: which source row became which target row.

use rustc_hash::FxHashMap;

use super::mapped::CrossReference;
use super::work::Work;
use crate::map::plan::{Compute, EntityPlan, Owner, Source, WithoutRow};
use crate::record::{EntityId, FieldId, Guid};
use crate::target::contract::TableId;

/// A row by its table and key.
type Row = (TableId, String);

/// Finds the rows that absorbed merged records, with what is worked out once for a case file.
pub(super) struct CrossReferences<'w, 'a> {
    work: &'w Work<'a>,
    /// Records that name another, for entities that fold into whatever names them.
    named_by: FxHashMap<(EntityId, Guid), Vec<usize>>,
}

impl<'w, 'a> CrossReferences<'w, 'a> {
    /// Looks at a case file that has been mapped.
    pub(super) fn new(work: &'w Work<'a>) -> Self {
        let mut lines = Self { work, named_by: FxHashMap::default() };
        lines.index_names();
        lines
    }

    fn index_names(&mut self) {
        let folds = |id: &EntityId| {
            self.work.plan.entity(*id).is_some_and(|entity| entity.merged_into == Some(entity.key))
        };
        let folding: Vec<_> = self.work.case.entities().filter(folds).collect();
        if folding.is_empty() {
            return;
        }
        for place in 0..self.work.case.records.len() {
            let record = self.work.record(place);
            for field in &self.work.prepared.of(record.entity()).lookups {
                let Some(key) = record.guid(*field) else { continue };
                let tables = self.work.tables_of(record.entity(), *field);
                for entity in folding.iter().filter(|entity| tables.contains(entity)) {
                    self.named_by.entry((*entity, key)).or_default().push(place);
                }
            }
        }
    }

    /// The lines of all records but joining ones, in order.
    pub(super) fn own(&self) -> Vec<CrossReference> {
        let places = 0..self.work.case.records.len();
        let own = places.filter(|place| self.work.joining_other(*place).is_none());
        sorted(own.flat_map(|place| self.of(place)).collect())
    }

    /// The lines of one record.
    pub(super) fn of(&self, place: usize) -> Vec<CrossReference> {
        let work = self.work;
        let Some(entity) = work.entity_plan(place).filter(|_| work.is_let_through(place)) else {
            return Vec::new();
        };
        if is_merged(work, place) {
            let rows = self.absorbers(place, entity);
            return sorted(rows.into_iter().flat_map(|row| self.absorbed(place, entity, row)).collect());
        }
        let row = entity.cross_reference.as_ref().and_then(|_| work.main_rows(place).into_iter().next());
        row.map(|row| self.listed(place, entity, row)).unwrap_or_default()
    }

    fn line(&self, place: usize, entity: &EntityPlan, (table, legacy_id): Row) -> CrossReference {
        let source_entity = self.work.plan.dictionary().entity(entity.entity).name.clone();
        CrossReference { source_entity, source_id: self.work.source_id(place), table, legacy_id }
    }

    /// A record by its key, and by the other numbers it is known by.
    fn listed(&self, place: usize, entity: &EntityPlan, row: Row) -> Vec<CrossReference> {
        let own = self.line(place, entity, row);
        let columns = &self.work.plan.dictionary().entity(entity.entity).columns;
        let by_column = |field: &FieldId| {
            let value = self.work.record(place).get(*field).filled()?.trim();
            let source_entity = format!("{}.{}", own.source_entity, columns[usize::from(field.0)].name);
            Some(CrossReference { source_entity, source_id: value.to_owned(), ..own.clone() })
        };
        let mut lines: Vec<_> = entity.cross_reference.iter().flatten().filter_map(by_column).collect();
        lines.push(own);
        lines
    }

    /// A merged record; whoever was merged by name is listed by their other numbers as well.
    fn absorbed(&self, place: usize, entity: &EntityPlan, row: Row) -> Vec<CrossReference> {
        if self.work.verdicts[place].by_master && entity.cross_reference.is_some() {
            return self.listed(place, entity, row);
        }
        vec![self.line(place, entity, row)]
    }

    /// The rows that absorbed a merged record.
    fn absorbers(&self, place: usize, entity: &EntityPlan) -> Vec<Row> {
        let work = self.work;
        if work.verdicts[place].by_master {
            let survivor = work.survivor_of(place).and_then(|key| work.case.place(entity.entity, key));
            return survivor.map(|survivor| work.main_rows(survivor)).unwrap_or_default();
        }
        if entity.joins.is_some() {
            return self.mirror(place, entity).into_iter().collect();
        }
        if let Some(followed) = work.follows.get(&place) {
            return self.followed_rows(followed);
        }
        let others = self.absorbing_records(place, entity);
        others.into_iter().flat_map(|other| self.rows_that_absorb(other, entity)).collect()
    }

    fn followed_rows(&self, followed: &[(usize, usize)]) -> Vec<Row> {
        let row = |(first, rule): &(usize, usize)| {
            let row = &self.work.rows[self.work.row_by_rule(*first, *rule)?].row;
            Some((row.table, self.work.row_key(row)))
        };
        followed.iter().filter_map(row).collect()
    }

    /// The row of the same pair, seen from the other side, that stands for both.
    fn mirror(&self, place: usize, entity: &EntityPlan) -> Option<Row> {
        let key = super::rules::mirror(self.work, entity, self.work.record(place))?;
        let table = entity.rows.iter().find(|row| row.main)?.table;
        Some((table, key.text()))
    }

    /// The records whose rows absorb one that gives none: those that name it, the one it names, or its owner.
    fn absorbing_records(&self, place: usize, entity: &EntityPlan) -> Vec<usize> {
        let record = self.work.record(place);
        match (entity.merged_into, entity.owner) {
            (Some(field), _) if field == entity.key => {
                let key = self.work.case.key_at(place).unwrap_or_default();
                self.named_by.get(&(entity.entity, key)).cloned().unwrap_or_default()
            }
            (Some(field), _) | (None, Owner::Through(field)) => {
                self.work.parent_of(record, field).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn rows_that_absorb(&self, other: usize, entity: &EntityPlan) -> Vec<Row> {
        let work = self.work;
        if !work.verdicts[other].open() {
            return Vec::new();
        }
        if entity.entity == work.plan.model().documents.file {
            return self.document_rows(other);
        }
        let rows = work.main_rows(other);
        if !rows.is_empty() {
            return rows;
        }
        if let Some(followed) = work.follows.get(&other) {
            return self.followed_rows(followed);
        }
        let ticked: Vec<Row> = work.ticks_of(other).iter().flat_map(|tick| work.main_rows(*tick)).collect();
        // A list in which nothing is ticked stands in a note.
        if ticked.is_empty() && !work.ticks_of(other).is_empty() { self.note_rows(other) } else { ticked }
    }

    fn note_rows(&self, place: usize) -> Vec<Row> {
        let notes = self.work.plan.notes().table;
        let rows = self.work.rows_of(place).filter(|made| made.row.table == notes);
        rows.map(|made| (made.row.table, self.work.row_key(&made.row))).collect()
    }

    /// The rows of a record that stand for an attached file.
    fn document_rows(&self, place: usize) -> Vec<Row> {
        let holds_file = |made: &&super::work::MadeRow| {
            self.work.rule_of(made).is_some_and(|(_, rule)| {
                let branches = rule.cells.iter().flat_map(|cell| &cell.branches);
                branches
                    .into_iter()
                    .any(|branch| matches!(branch.source, Source::Compute(Compute::FileName(_))))
            })
        };
        let rows = self.work.rows_of(place).filter(holds_file);
        rows.map(|made| (made.row.table, self.work.row_key(&made.row))).collect()
    }
}

/// Whether a written record counts as merged: folded into another, or without a row in a main table.
pub(super) fn is_merged(work: &Work<'_>, place: usize) -> bool {
    let verdict = &work.verdicts[place];
    let without = work.entity_plan(place).is_some_and(|entity| entity.without_row == WithoutRow::Merged);
    verdict.merged || verdict.by_master || (without && !work.has_main_row(place))
}

fn sorted(mut lines: Vec<CrossReference>) -> Vec<CrossReference> {
    lines.sort();
    lines.dedup();
    lines
}
