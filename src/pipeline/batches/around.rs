//! The rest of the drop as the mapper sees it.

use std::collections::{HashMap, HashSet};

use jiff::civil::DateTime;

use crate::map::forward::{DocumentFacts, Fate, Surroundings};
use crate::map::plan::Plan;
use crate::pipeline::documents::Documents;
use crate::pipeline::earlier::{Earlier, SealedRows};
use crate::pipeline::stage::CaseFileSource;
use crate::pipeline::world::World;
use crate::record::{EntityId, FieldId, Finding, Guid, Reason, SourceRecord};
use crate::target::contract::{Contract, TargetRow};

/// Shared records that are not written, and what becomes of them.
pub(crate) type Unwritten = HashMap<(EntityId, Guid), Fate>;

/// The rest of the drop as the mapper sees it.
#[derive(Debug)]
pub(crate) struct Around<'a> {
    world: &'a World,
    documents: &'a Documents<'a>,
    unwritten: Unwritten,
    /// What earlier runs wrote of shared records; none where that makes no difference.
    sealed: Option<&'a SealedRows>,
    /// People whom answers in other case files name, and who are not written.
    unwritten_people: HashSet<Guid>,
    /// Whom a case file that was sealed could name: what earlier runs wrote, and the run in whose last batch what waited of it is.
    sealed_by: Option<(&'a Earlier, u32)>,
    /// Records that a sealed case file was made of, and that are somebody else's in this drop.
    sealed_elsewhere: HashSet<(EntityId, Guid)>,
}

impl<'a> Around<'a> {
    /// What surrounds shared records while they are mapped themselves.
    pub(crate) fn new(world: &'a World, documents: &'a Documents<'a>) -> Self {
        Self {
            world,
            documents,
            unwritten: Unwritten::new(),
            sealed: None,
            unwritten_people: HashSet::new(),
            sealed_by: None,
            sealed_elsewhere: HashSet::new(),
        }
    }

    /// The same, after earlier runs that wrote these shared rows.
    pub(crate) fn after(self, sealed: &'a SealedRows) -> Self {
        Self { sealed: Some(sealed), ..self }
    }

    /// The same, with what is known of shared records that are not written.
    pub(crate) fn without(&self, unwritten: Unwritten) -> Self {
        Self { unwritten, unwritten_people: HashSet::new(), sealed_elsewhere: HashSet::new(), ..*self }
    }

    /// The same, where these people are not written: no answer names them.
    pub(crate) fn naming_none_of(&self, unwritten_people: &HashSet<Guid>) -> Self {
        Self {
            unwritten: self.unwritten.clone(),
            unwritten_people: unwritten_people.clone(),
            sealed_elsewhere: self.sealed_elsewhere.clone(),
            ..*self
        }
    }

    /// The same for a case file that an earlier run sealed: whoever was written after it is named by none of its rows.
    pub(crate) fn as_sealed(&self, earlier: &'a Earlier, closing: u32) -> Self {
        Self { sealed_by: Some((earlier, closing)), ..self.naming_none_of(&HashSet::new()) }
    }

    /// The same, for case files that no earlier run wrote: with the records, by name of entity and key, that a sealed case
    /// file had and has no more.
    pub(crate) fn with_sealed_elsewhere(self, plan: &Plan, gone: &HashSet<(String, Guid)>) -> Self {
        let dictionary = plan.dictionary();
        let known = gone.iter().filter_map(|(entity, key)| Some((dictionary.find(entity)?, *key)));
        Self { sealed_elsewhere: known.collect(), ..self }
    }

    /// What is to be said of records of a case file that another, sealed one was made of: they are not written again, and
    /// nobody but the council knows whose they are.
    pub(crate) fn moved(&self, plan: &Plan, source: &CaseFileSource) -> Vec<Finding> {
        if self.sealed_elsewhere.is_empty() {
            return Vec::new();
        }
        let finding = |record: &SourceRecord| {
            let key = record.guid(plan.key_of(record.entity())?)?;
            self.sealed_elsewhere.contains(&(record.entity(), key)).then(|| Finding {
                reason: Reason::ConflictingDuplicate,
                entity: record.entity(),
                source_id: key.to_string(),
                case_file: (source.number != 0).then_some(source.number),
                origin: record.origin(),
                field: None,
            })
        };
        source.records.iter().filter_map(finding).collect()
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

    fn is_sealed(&self, key: Guid) -> bool {
        self.sealed.is_some_and(|sealed| sealed.run_of(key).is_some())
    }

    fn has_sealed_key(&self, contract: &Contract, row: &TargetRow) -> bool {
        self.sealed.is_some_and(|sealed| sealed.has_sealed_key(contract, row))
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

    fn shown(&self, key: Guid) -> Option<&str> {
        let people = self.world.people();
        people.find(key).map_or_else(|| self.world.works().shown(key), |person| people.shown(person))
    }

    fn named(&self, person: Guid) -> bool {
        let people = self.world.people();
        people.find(person).is_some_and(|person| people.named(people.survivor(person)))
    }

    fn is_written(&self, person: Guid) -> bool {
        let Some((earlier, closing)) = self.sealed_by else {
            return !self.unwritten_people.contains(&person);
        };
        let people = self.world.people();
        let written = people.find(person).and_then(|person| earlier.of(people, people.survivor(person)));
        written.is_some_and(|written| earlier.closing(written.run) <= closing)
    }

    fn siblings(&self, key: Guid, person: Guid) -> Vec<Guid> {
        let people = self.world.people();
        let Some(person) = people.find(person) else { return Vec::new() };
        let others = self.world.siblings().others(key, people.survivor(person));
        others.into_iter().map(|other| people.guid(other)).collect()
    }

    fn taken_on(&self) -> DateTime {
        self.world.taken_on()
    }

    fn document(&self, file: Guid) -> Option<DocumentFacts> {
        self.documents.facts(file)
    }
}
