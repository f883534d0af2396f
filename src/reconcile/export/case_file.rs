//! One case file of the export.

use std::ops::Range;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::map::plan::Plan;
use crate::record::{EntityId, FieldId, Finding, Guid, Reason, SourceRecord};

/// The records of one case file, or the shared records, by entity and key.
#[derive(Debug)]
pub struct ExportRecords<'a> {
    all: &'a [SourceRecord],
    ranges: Vec<Range<usize>>,
    keys: FxHashMap<(EntityId, Guid), usize>,
}

/// One case file of the export: a surviving person and every row that hangs on them.
#[derive(Debug)]
pub struct ExportCaseFile<'a> {
    /// The surviving person.
    pub person: Guid,
    /// The person number; 0 where the row has none (such a case file is held).
    pub number: u64,
    /// The records that stand, rows of merged people included.
    pub records: ExportRecords<'a>,
    /// Rows that repeat the key of a record and lost, each with why: outcome merged.
    pub duplicates: &'a [(SourceRecord, Reason)],
    /// What was found while the whole drop was staged.
    pub findings: &'a [Finding],
}

impl<'a> ExportRecords<'a> {
    /// Indexes records that come in ascending order of entity.
    pub fn new(plan: &Plan, all: &'a [SourceRecord]) -> Self {
        let mut ranges = vec![0..0; plan.dictionary().entities().len()];
        let mut keys = FxHashMap::with_capacity_and_hasher(all.len(), FxBuildHasher);
        for (place, record) in all.iter().enumerate() {
            let range = &mut ranges[usize::from(record.entity().0)];
            let start = if range.start == range.end { place } else { range.start };
            *range = start..place + 1;
            if let Some(key) = plan.key_of(record.entity()).and_then(|key| record.guid(key)) {
                keys.entry((record.entity(), key)).or_insert(place);
            }
        }
        Self { all, ranges, keys }
    }

    /// All records, in ascending order of entity and key.
    pub fn all(&self) -> &'a [SourceRecord] {
        self.all
    }

    /// The places of an entity's records.
    pub fn range(&self, entity: EntityId) -> Range<usize> {
        self.ranges[usize::from(entity.0)].clone()
    }

    /// The records of an entity.
    pub fn of(&self, entity: EntityId) -> &'a [SourceRecord] {
        &self.all[self.range(entity)]
    }

    /// The place of a record.
    pub fn place(&self, entity: EntityId, key: Guid) -> Option<usize> {
        self.keys.get(&(entity, key)).copied()
    }

    /// A record.
    pub fn get(&self, entity: EntityId, key: Guid) -> Option<&'a SourceRecord> {
        self.place(entity, key).map(|place| &self.all[place])
    }

    /// The record that a lookup column of another record names.
    pub fn follow(
        &self,
        record: &SourceRecord,
        lookup: FieldId,
        entity: EntityId,
    ) -> Option<&'a SourceRecord> {
        self.get(entity, record.guid(lookup)?)
    }
}
