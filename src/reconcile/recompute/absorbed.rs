//! The rows that absorb records which give none of their own.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::scene::Scene;
use super::scene::tables_of;
use super::{ExpectedRow, Standing, runs};
use crate::map::plan::{Compute, EntityPlan, Owner, Plan, Source};
use crate::record::{EntityId, FieldId, Guid};
use crate::source::Kind;
use crate::target::contract::TableId;

/// A row by its table and key, the cells of the key joined by slashes.
pub(in crate::reconcile) type RowKey = (TableId, String);

/// The rows that absorb each record, by its place; none for records that give rows themselves.
pub(super) fn absorbing(scene: &Scene<'_>, rows: &[ExpectedRow]) -> Vec<BTreeSet<RowKey>> {
    let mut given: FxHashMap<usize, Vec<&ExpectedRow>> = FxHashMap::default();
    for row in rows.iter().filter(|row| row.rule.is_some()) {
        given.entry(row.place).or_default().push(row);
    }
    let is_note = |row: &&ExpectedRow| row.rule.is_none() && row.row.table == scene.plan.notes().table;
    let notes = rows.iter().filter(is_note);
    let notes = notes.map(|row| (row.place, row)).collect();
    let followed = runs::followed(scene);
    let absorbers = Absorbers { scene, given, notes, followed, named: FxHashMap::default() }.indexed();
    (0..scene.case.records.len()).map(|place| absorbers.of(place)).collect()
}

/// By entity, the columns that name records which fold into whatever names them, and those of ticks that name answers,
/// with the table named.
pub(super) fn naming(plan: &Plan) -> Vec<Vec<(FieldId, EntityId)>> {
    let folding = plan.entities().filter(|entity| entity.merged_into == Some(entity.key));
    let folding: Vec<EntityId> = folding.map(|entity| entity.entity).collect();
    let forms = &plan.model().forms;
    let of_entity = |id: EntityId| {
        let described = plan.dictionary().entity(id);
        let lookups = described.fields().filter(|field| described.field(*field).kind != Kind::Key);
        let tables = |field| tables_of(plan, id, field).into_owned();
        let named = lookups.flat_map(|field| tables(field).into_iter().map(move |table| (field, table)));
        let wanted =
            |table: EntityId| folding.contains(&table) || (table == forms.answer && id == forms.tick);
        named.filter(|(_, table)| wanted(*table)).collect()
    };
    plan.dictionary().ids().map(of_entity).collect()
}

/// What absorbs records, looked up by place.
struct Absorbers<'s, 'a, 'r> {
    scene: &'s Scene<'a>,
    /// The rows that each record gives.
    given: FxHashMap<usize, Vec<&'r ExpectedRow>>,
    /// The note of each record that has one.
    notes: FxHashMap<usize, &'r ExpectedRow>,
    /// By record that goes on a run: the record that starts it, and the rule.
    followed: FxHashMap<usize, Vec<(usize, usize)>>,
    /// Records that name another, for entities that fold into whatever names them; and ticks by answer.
    named: FxHashMap<(EntityId, Guid), Vec<usize>>,
}

impl Absorbers<'_, '_, '_> {
    fn indexed(mut self) -> Self {
        for (place, record) in self.scene.case.records.iter().enumerate() {
            for (field, table) in self.scene.questions.naming(record.entity()) {
                if let Some(key) = record.guid(*field) {
                    self.named.entry((*table, key)).or_default().push(place);
                }
            }
        }
        self
    }

    fn of(&self, place: usize) -> BTreeSet<RowKey> {
        let Some(entity) = self.scene.entity(place) else { return BTreeSet::new() };
        match self.scene.standings[place] {
            Standing::Folded => {
                let survivor = self.survivor(place, entity);
                survivor.map(|survivor| self.main_rows(survivor)).unwrap_or_default()
            }
            Standing::Gives if self.main_rows(place).is_empty() && entity.joins.is_none() => {
                let run = self.run_rows(place);
                if run.is_empty() { self.rows_of_others(place, entity) } else { run }
            }
            _ => BTreeSet::new(),
        }
    }

    fn survivor(&self, place: usize, entity: &EntityPlan) -> Option<usize> {
        let key = self.scene.key(place)?;
        let survivor = match entity.owner {
            Owner::CaseFile(_) => self.scene.rest.survivor(key),
            _ => self.scene.rest.work(entity.entity, key).map(|(survivor, _)| survivor),
        };
        self.scene.place(entity.entity, survivor?)
    }

    fn main_rows(&self, place: usize) -> BTreeSet<RowKey> {
        let Some(entity) = self.scene.entity(place) else { return BTreeSet::new() };
        self.rows(place, |rule| entity.rows[rule].main)
    }

    /// The keys of the rows that a record gives by such rules.
    fn rows(&self, place: usize, wanted: impl Fn(usize) -> bool) -> BTreeSet<RowKey> {
        let given = self.given.get(&place).into_iter().flatten();
        given.filter(|row| row.rule.is_some_and(&wanted)).map(|row| self.key_of(row)).collect()
    }

    fn key_of(&self, row: &ExpectedRow) -> RowKey {
        let key = &self.scene.plan.contract().table(row.row.table).key;
        let cells =
            key.iter().map(|column| row.row.cells[usize::from(column.0)].as_deref().unwrap_or_default());
        (row.row.table, cells.collect::<Vec<_>>().join("/"))
    }

    /// The rows of the runs that a record goes on.
    fn run_rows(&self, place: usize) -> BTreeSet<RowKey> {
        let runs = self.followed.get(&place).into_iter().flatten();
        runs.flat_map(|(first, number)| self.rows(*first, |rule| rule == *number)).collect()
    }

    /// The rows of the records that name this one, or of the one it names, or hangs on.
    fn rows_of_others(&self, place: usize, entity: &EntityPlan) -> BTreeSet<RowKey> {
        let record = self.scene.record(place);
        let others = match (entity.merged_into, entity.owner) {
            (Some(field), _) if field == entity.key => {
                let key = self.scene.key(place).unwrap_or_default();
                self.named.get(&(entity.entity, key)).cloned().unwrap_or_default()
            }
            (Some(field), _) | (None, Owner::Through(field)) => {
                let tables = self.scene.tables_of(entity.entity, field);
                let key = record.guid(field).unwrap_or_default();
                tables.iter().copied().find_map(|table| self.scene.place(table, key)).into_iter().collect()
            }
            _ => Vec::new(),
        };
        others.into_iter().flat_map(|other| self.rows_of(other, entity)).collect()
    }

    /// The rows of another record that stand for one of an entity.
    fn rows_of(&self, other: usize, absorbed: &EntityPlan) -> BTreeSet<RowKey> {
        let Some(entity) = self.scene.entity(other) else { return BTreeSet::new() };
        let model = self.scene.plan.model();
        if absorbed.entity == model.documents.file {
            let named = |source: &Source| matches!(source, Source::Compute(Compute::FileName(_)));
            return self.rows(other, |rule| {
                let mut branches = entity.rows[rule].cells.iter().flat_map(|cell| &cell.branches);
                branches.any(|branch| named(&branch.source))
            });
        }
        let (main, run) = (self.main_rows(other), self.run_rows(other));
        if !main.is_empty() || !run.is_empty() {
            return if main.is_empty() { run } else { main };
        }
        let answer = self.scene.key(other).filter(|_| entity.entity == model.forms.answer);
        let Some(ticks) = answer.and_then(|answer| self.named.get(&(model.forms.answer, answer))) else {
            return BTreeSet::new();
        };
        let ticked: BTreeSet<RowKey> = ticks.iter().flat_map(|tick| self.main_rows(*tick)).collect();
        // A list in which nothing is ticked stands in the answer's note.
        let note = self.notes.get(&other).filter(|_| ticked.is_empty());
        ticked.into_iter().chain(note.map(|row| self.key_of(row))).collect()
    }
}
