//! Rows of shared records beside those that earlier runs sealed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::BatchWork;
use crate::map::forward::{MappedCaseFile, RecordOutcome};
use crate::record::{EntityId, Guid};
use crate::target::contract::{TableId, TargetRow};

/// A record by its entity and key, and a table.
type RecordInTable = (EntityId, Guid, TableId);

/// Holds rows of shared records against what is sealed of them: what stands stays as it is, and gets no row beside it.
pub(super) struct SealedShared<'w, 'a> {
    work: &'w BatchWork<'a>,
    /// What the records of today give by the mappings that sealed the last batches.
    before: HashMap<RecordInTable, Vec<TargetRow>>,
    /// Records of which the mappings of today would change a row.
    pub(super) differing: BTreeSet<(EntityId, Option<Guid>)>,
    /// By entity, rows that the export of today has otherwise, and records that it has no more.
    pub(super) changed: BTreeMap<String, u64>,
}

impl<'w, 'a> SealedShared<'w, 'a> {
    /// `before` is what the mappings that sealed the last batches make of the export of today.
    pub(super) fn new(work: &'w BatchWork<'a>, before: Option<MappedCaseFile>) -> Self {
        let mut by_record: HashMap<_, Vec<_>> = HashMap::new();
        if let Some(MappedCaseFile { rows, givers, outcomes, .. }) = before {
            for (row, place) in rows.into_iter().zip(givers) {
                let giver = &outcomes[place];
                if let Some(key) = giver.key {
                    by_record.entry((giver.entity, key, row.table)).or_default().push(row);
                }
            }
        }
        Self { work, before: by_record, differing: BTreeSet::new(), changed: BTreeMap::new() }
    }

    /// Whether a row of a record is to be written; counts it where something else is sealed of the record.
    pub(super) fn admits(&mut self, giver: &RecordOutcome, row: &TargetRow) -> bool {
        let (contract, sealed) = (self.work.plan.contract(), &self.work.writing.earlier.shared);
        let stands = sealed.row_like(contract, row);
        let was_written = giver.key.is_some_and(|key| sealed.run_of(key).is_some());
        if stands.is_none() && !was_written {
            return true;
        }
        if stands.as_ref() != Some(row) {
            self.count(giver, row.table);
        }
        false
    }

    /// Counts the records that the export of today has no more: whatever is sealed of them stays.
    pub(super) fn count_gone(&mut self) {
        let (dictionary, world) = (self.work.plan.dictionary(), &self.work.staged.world);
        for (entity, key) in self.work.writing.earlier.shared.records() {
            let is_there = dictionary.find(entity).is_some_and(|id| world.row(id, key).is_some());
            if !is_there {
                *self.changed.entry(entity.to_owned()).or_default() += 1;
            }
        }
    }

    fn count(&mut self, giver: &RecordOutcome, table: TableId) {
        let (contract, sealed) = (self.work.plan.contract(), &self.work.writing.earlier.shared);
        let before = giver.key.and_then(|key| self.before.get(&(giver.entity, key, table)));
        let stands = |row: &TargetRow| sealed.row_like(contract, row).as_ref() == Some(row);
        if before.is_some_and(|rows| rows.iter().all(stands)) {
            self.differing.insert((giver.entity, giver.key));
        } else {
            let entity = &self.work.plan.dictionary().entity(giver.entity).name;
            *self.changed.entry(entity.clone()).or_default() += 1;
        }
    }
}
