//! The rest of the drop as the mapper sees it.

use std::collections::HashMap;

use jiff::civil::DateTime;

use crate::map::forward::{DocumentFacts, Fate, Surroundings};
use crate::pipeline::documents::Documents;
use crate::pipeline::world::World;
use crate::record::{EntityId, FieldId, Guid, SourceRecord};

/// Shared records that are not written, and what becomes of them.
pub(crate) type Unwritten = HashMap<(EntityId, Guid), Fate>;

/// The rest of the drop as the mapper sees it.
#[derive(Debug)]
pub(crate) struct Around<'a> {
    world: &'a World,
    documents: &'a Documents<'a>,
    unwritten: Unwritten,
}

impl<'a> Around<'a> {
    /// What surrounds shared records while they are mapped themselves.
    pub(crate) fn new(world: &'a World, documents: &'a Documents<'a>) -> Self {
        Self { world, documents, unwritten: Unwritten::new() }
    }

    /// The same, with what is known of shared records that are not written.
    pub(crate) fn without(&self, unwritten: Unwritten) -> Self {
        Self { unwritten, ..*self }
    }
}

impl Surroundings for Around<'_> {
    fn row(&self, entity: EntityId, key: Guid) -> Option<&SourceRecord> {
        self.world.row(entity, key)
    }

    fn rows(&self, entity: EntityId) -> &[SourceRecord] {
        self.world.rows(entity)
    }

    fn shared_fate(&self, entity: EntityId, key: Guid) -> Fate {
        if self.unwritten.is_empty() {
            return Fate::Written;
        }
        self.unwritten.get(&(entity, key)).cloned().unwrap_or(Fate::Written)
    }

    fn option_text(&self, list: &str, number: &str) -> Option<&str> {
        self.world.option_text(list, number)
    }

    fn survivor(&self, person: Guid) -> Option<Guid> {
        let people = self.world.people();
        Some(people.guid(people.survivor(people.find(person)?)))
    }

    fn work(&self, entity: EntityId, key: Guid) -> Option<(Guid, Guid)> {
        let works = self.world.works();
        let survivor = works.survivor(key);
        let work = works.find(survivor).filter(|work| work.entity == entity)?;
        Some((survivor, self.world.people().guid(work.person)))
    }

    fn work_value(&self, entity: EntityId, key: Guid, field: FieldId) -> Option<String> {
        self.world.works().value(entity, key, field).map(str::to_owned)
    }

    fn named(&self, person: Guid) -> bool {
        let people = self.world.people();
        people.find(person).is_some_and(|person| people.named(people.survivor(person)))
    }

    fn taken_on(&self) -> DateTime {
        self.world.taken_on()
    }

    fn document(&self, file: Guid) -> Option<DocumentFacts> {
        self.documents.facts(file)
    }
}
