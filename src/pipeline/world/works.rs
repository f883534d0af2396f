//! The keys of cases, contacts and forms, on which other records hang.

use std::collections::BTreeMap;

use super::{ColumnsRead, KeySlots, PersonIndex, ShownElsewhere, ShownTexts, WorkValues};
use crate::record::{EntityId, FieldId, Guid, SourceRecord};

/// A record that others hang on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// Its entity.
    pub entity: EntityId,
    /// The surviving person whose case file it is in.
    pub person: PersonIndex,
}

/// The keys of the entities that are indexed; at most 64 bytes each.
#[derive(Debug, Default)]
pub struct Works {
    keys: Vec<Guid>,
    people: Vec<u32>,
    entities: Vec<u16>,
    slots: KeySlots,
    survivors: BTreeMap<Guid, Guid>,
    values: WorkValues,
    shown: ShownTexts,
}

impl Works {
    /// No records yet; of those to come, some columns are kept, and how some are shown.
    pub(crate) fn reading(columns: &ColumnsRead, shown: ShownElsewhere) -> Self {
        Self { values: WorkValues::new(columns), shown: ShownTexts::new(shown), ..Self::default() }
    }

    /// Adds a record with the columns that are kept of it; one whose key is known already changes nothing.
    pub(crate) fn add_record(&mut self, key: Guid, work: Work, record: &SourceRecord) {
        let place = self.keys.len();
        if self.add(key, work) {
            self.values.add(place, record);
            self.shown.add(place, record);
        }
    }

    /// Adds a record; `false` if its key is known already, which changes nothing.
    pub(crate) fn add(&mut self, key: Guid, work: Work) -> bool {
        let place = self.keys.len();
        if !self.slots.insert(&self.keys, key, place) {
            return false;
        }
        self.keys.push(key);
        self.people.push(work.person.0);
        self.entities.push(work.entity.0);
        true
    }

    /// Says that `loser` was folded into `survivor`, chains followed.
    pub(crate) fn fold(&mut self, loser: Guid, survivor: Guid) {
        self.survivors.insert(loser, survivor);
    }

    /// Gives back memory that growing left over.
    pub(crate) fn shrink(&mut self) {
        self.keys.shrink_to_fit();
        self.people.shrink_to_fit();
        self.entities.shrink_to_fit();
    }

    /// The record with this key: the row itself, merges not followed.
    pub fn find(&self, key: Guid) -> Option<Work> {
        let place = self.slots.find(&self.keys, key)?;
        Some(Work { entity: EntityId(self.entities[place]), person: PersonIndex(self.people[place]) })
    }

    /// A column that is kept of a record, merges not followed; none where it is not filled.
    pub fn value(&self, entity: EntityId, key: Guid, field: FieldId) -> Option<&str> {
        self.values.get(self.slots.find(&self.keys, key)?, entity, field)
    }

    /// How a record is shown, merges not followed; none where no note of another case file asks for it.
    pub fn shown(&self, key: Guid) -> Option<&str> {
        self.shown.get(self.slots.find(&self.keys, key)?)
    }

    /// The key of the record that this one was folded into, chains followed; itself if it was not.
    pub fn survivor(&self, key: Guid) -> Guid {
        self.survivors.get(&key).copied().unwrap_or(key)
    }

    /// The folded records and their survivors, in order of key.
    pub fn folded(&self) -> impl Iterator<Item = (Guid, Guid)> + '_ {
        self.survivors.iter().map(|(loser, survivor)| (*loser, *survivor))
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}
