//! The records of one case file, as rules see them.

use std::collections::HashMap;
use std::ops::Range;

use crate::record::{EntityId, FieldId, Guid, SourceRecord};

/// The records of one case file, as rules see them.
#[derive(Debug)]
pub struct CaseView<'a> {
    /// Person number.
    pub number: u64,
    /// Every record, sorted by entity and key.
    pub records: &'a [SourceRecord],
    ranges: HashMap<EntityId, Range<usize>>,
    keys: HashMap<EntityId, FieldId>,
    places: HashMap<(EntityId, Guid), usize>,
}

impl<'a> CaseView<'a> {
    /// Looks at records that are sorted by entity; `key_of` gives the key column of an entity.
    pub fn new(
        number: u64,
        records: &'a [SourceRecord],
        key_of: impl Fn(EntityId) -> Option<FieldId>,
    ) -> Self {
        let mut view = Self {
            number,
            records,
            ranges: HashMap::new(),
            keys: HashMap::new(),
            places: HashMap::with_capacity(records.len()),
        };
        for (place, record) in records.iter().enumerate() {
            view.add(place, record, &key_of);
        }
        view
    }

    fn add(&mut self, place: usize, record: &SourceRecord, key_of: impl Fn(EntityId) -> Option<FieldId>) {
        let entity = record.entity();
        self.ranges.entry(entity).or_insert(place..place).end = place + 1;
        let Some(key) = self.keys.get(&entity).copied().or_else(|| key_of(entity)) else { return };
        self.keys.insert(entity, key);
        if let Some(guid) = record.guid(key) {
            self.places.entry((entity, guid)).or_insert(place);
        }
    }

    /// The records of an entity.
    pub fn by_entity(&self, entity: EntityId) -> &'a [SourceRecord] {
        self.ranges.get(&entity).map_or(&[], |range| &self.records[range.clone()])
    }

    /// A record by its key.
    pub fn find(&self, entity: EntityId, key: Guid) -> Option<&'a SourceRecord> {
        self.places.get(&(entity, key)).map(|place| &self.records[*place])
    }

    /// The key of a record.
    pub fn key(&self, record: &SourceRecord) -> Option<Guid> {
        record.guid(*self.keys.get(&record.entity())?)
    }
}
