//! The records of one case file, to be looked up.

use std::collections::HashMap;
use std::ops::Range;

use crate::map::plan::Plan;
use crate::record::{EntityId, FieldId, Guid, SourceRecord};

/// The records of one case file by entity and key.
pub struct CaseIndex<'a> {
    records: &'a [SourceRecord],
    ranges: HashMap<EntityId, Range<usize>>,
    keys: HashMap<(EntityId, Guid), usize>,
}

impl<'a> CaseIndex<'a> {
    /// Indexes records that are sorted by entity.
    pub fn new(plan: &Plan, records: &'a [SourceRecord]) -> Self {
        let mut ranges: HashMap<EntityId, Range<usize>> = HashMap::new();
        let mut keys = HashMap::with_capacity(records.len());
        for (index, record) in records.iter().enumerate() {
            ranges.entry(record.entity()).or_insert(index..index).end = index + 1;
            let key = plan.entity(record.entity()).and_then(|entity| record.guid(entity.key));
            if let Some(key) = key {
                keys.entry((record.entity(), key)).or_insert(index);
            }
        }
        Self { records, ranges, keys }
    }

    /// All records.
    pub fn records(&self) -> &'a [SourceRecord] {
        self.records
    }

    /// The places of an entity's records.
    pub fn range(&self, entity: EntityId) -> Range<usize> {
        self.ranges.get(&entity).cloned().unwrap_or(0..0)
    }

    /// The records of an entity.
    pub fn of(&self, entity: EntityId) -> &'a [SourceRecord] {
        &self.records[self.range(entity)]
    }

    /// The place of a record by its key.
    pub fn place(&self, entity: EntityId, key: Guid) -> Option<usize> {
        self.keys.get(&(entity, key)).copied()
    }

    /// A record by its key.
    pub fn get(&self, entity: EntityId, key: Guid) -> Option<&'a SourceRecord> {
        self.place(entity, key).map(|index| &self.records[index])
    }

    /// The record that a lookup column of another record names.
    pub fn follow(&self, record: &SourceRecord, lookup: FieldId, entity: EntityId) -> Option<&'a SourceRecord> {
        self.get(entity, record.guid(lookup)?)
    }
}
