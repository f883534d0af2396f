//! The records of one case file, to be looked up.

use std::ops::Range;

use crate::record::{EntityId, FieldId, Guid, SourceRecord};

/// The records of one case file by entity and key.
#[derive(Debug)]
pub struct CaseView<'a> {
    /// Person number; none for the shared records, which are looked at together.
    pub number: Option<u64>,
    /// Every record, sorted by entity and key.
    pub records: &'a [SourceRecord],
    entities: Vec<Part>,
    /// The key of each record; zeros where it has none.
    keys: Vec<Guid>,
}

/// The records of one entity.
#[derive(Debug)]
struct Part {
    entity: EntityId,
    key: Option<FieldId>,
    places: Range<usize>,
}

impl<'a> CaseView<'a> {
    /// Looks at records that are sorted by entity and key; `key_of` gives the key column of an entity.
    pub fn new(
        number: Option<u64>,
        records: &'a [SourceRecord],
        key_of: impl Fn(EntityId) -> Option<FieldId>,
    ) -> Self {
        let mut entities: Vec<Part> = Vec::new();
        let mut keys = Vec::with_capacity(records.len());
        for (place, record) in records.iter().enumerate() {
            let entity = record.entity();
            match entities.last_mut() {
                Some(part) if part.entity == entity => part.places.end = place + 1,
                _ => entities.push(Part { entity, key: key_of(entity), places: place..place + 1 }),
            }
            let key = entities.last().and_then(|part| record.guid(part.key?));
            keys.push(key.unwrap_or_default());
        }
        Self { number, records, entities, keys }
    }

    fn part(&self, entity: EntityId) -> Option<&Part> {
        let place = self.entities.binary_search_by_key(&entity, |part| part.entity).ok()?;
        self.entities.get(place)
    }

    /// The entities that the case file has records of, in order.
    pub fn entities(&self) -> impl Iterator<Item = EntityId> {
        self.entities.iter().map(|part| part.entity)
    }

    /// The places of an entity's records.
    pub fn places(&self, entity: EntityId) -> Range<usize> {
        self.part(entity).map_or(0..0, |part| part.places.clone())
    }

    /// The records of an entity.
    pub fn by_entity(&self, entity: EntityId) -> &'a [SourceRecord] {
        &self.records[self.places(entity)]
    }

    /// The place of a record by its key; of several rows with one key, the first.
    pub fn place(&self, entity: EntityId, key: Guid) -> Option<usize> {
        let places = self.places(entity);
        let keys = &self.keys[places.clone()];
        let at = keys.partition_point(|other| *other < key);
        (keys.get(at) == Some(&key)).then_some(places.start + at)
    }

    /// A record by its key.
    pub fn find(&self, entity: EntityId, key: Guid) -> Option<&'a SourceRecord> {
        self.place(entity, key).map(|place| &self.records[place])
    }

    /// The key of the record at a place.
    pub fn key_at(&self, place: usize) -> Option<Guid> {
        Some(self.keys[place]).filter(|key| *key != Guid::default())
    }

    /// The key of a record.
    pub fn key(&self, record: &SourceRecord) -> Option<Guid> {
        record.guid(self.part(record.entity())?.key?)
    }
}
