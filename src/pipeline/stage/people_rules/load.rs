//! Reads `people.toml` and turns its names into numbers.

use std::path::Path;

use super::raw::{RawAcyclic, RawAdoption, RawNumbers, RawPeople, RawSuspects, Text};
use super::{AdoptionRule, NumberRule, PairRule, PeopleRules, SuspectRule};
use crate::record::{Diagnostic, EntityId, FieldId, MappingFile};
use crate::source::Dictionary;

const FILE: MappingFile = MappingFile("people.toml");
const WRONG: &str = "mistake in the rules for people";

impl PeopleRules {
    /// Reads `people.toml` of a mappings folder. Every name that the dictionary lacks is reported.
    pub fn load(mappings: &Path, dictionary: &Dictionary) -> Result<Self, Vec<Diagnostic>> {
        Self::of(&FILE.read(mappings, WRONG)?, dictionary)
    }

    /// Reads the rules from the text of `people.toml`.
    pub fn parse(text: &str, dictionary: &Dictionary) -> Result<Self, Vec<Diagnostic>> {
        Self::of(&FILE.parse(text, WRONG)?, dictionary)
    }

    fn of(raw: &RawPeople, dictionary: &Dictionary) -> Result<Self, Vec<Diagnostic>> {
        let mut names = Names { dictionary, mistakes: Vec::new() };
        let rules = names.rules(raw);
        if names.mistakes.is_empty() { Ok(rules) } else { Err(names.mistakes) }
    }
}

/// Looks names up and remembers those that are not there.
struct Names<'a> {
    dictionary: &'a Dictionary,
    mistakes: Vec<Diagnostic>,
}

impl Names<'_> {
    fn entity(&mut self, name: &Text) -> EntityId {
        self.dictionary.find(name.get_ref()).unwrap_or_else(|| {
            let label = "the data dictionary has no table of this name";
            self.mistakes.push(FILE.mistake(name.span(), "no such table", label));
            EntityId(0)
        })
    }

    fn field(&mut self, entity: EntityId, name: &Text) -> FieldId {
        let entity = self.dictionary.entity(entity);
        entity.column(name.get_ref()).unwrap_or_else(|| {
            let label = format!("`{}` has no column of this name in the data dictionary", entity.name);
            self.mistakes.push(FILE.mistake(name.span(), "no such column", label));
            FieldId(0)
        })
    }

    fn fields(&mut self, entity: EntityId, names: &[Text]) -> Vec<FieldId> {
        let fields = names.iter().map(|name| (self.field(entity, name), name)).collect::<Vec<_>>();
        self.once(&fields, "the column is named twice");
        fields.into_iter().map(|(field, _)| field).collect()
    }

    /// What is named a second time would be judged, and told, twice.
    fn once<T: PartialEq>(&mut self, all: &[(T, &Text)], title: &str) {
        for (place, (one, name)) in all.iter().enumerate() {
            if all[..place].iter().any(|(other, _)| other == one) {
                self.mistakes.push(FILE.mistake(name.span(), title, "keep one of the two"));
            }
        }
    }

    fn pair(&mut self, entity: &Text, first: &Text, second: &Text) -> PairRule {
        let entity = self.entity(entity);
        PairRule { entity, first: self.field(entity, first), second: self.field(entity, second) }
    }

    fn everywhere(&self, column: Option<&String>) -> Vec<Option<FieldId>> {
        let entities = self.dictionary.entities().iter();
        entities.map(|entity| column.and_then(|column| entity.column(column))).collect()
    }

    fn rules(&mut self, raw: &RawPeople) -> PeopleRules {
        let person = self.entity(&raw.person.entity);
        PeopleRules {
            modified_on: raw.modified_on.clone(),
            legacy_id: raw.person.legacy_id.as_ref().map(|name| self.field(person, name)),
            alike: self.fields(person, &raw.person.alike),
            identifiers: self.fields(person, &raw.person.identifiers),
            known_by: self.fields(person, &raw.person.known_by),
            merges: raw.merges.as_ref().map(|raw| self.pair(&raw.entity, &raw.master, &raw.loser)),
            suspects: raw.suspects.as_ref().map(|raw| self.suspects(raw)),
            adoption: raw.adoption.as_ref().map(|raw| self.adoption(raw)),
            destruction: raw
                .destruction
                .as_ref()
                .map(|raw| self.pair(&raw.entity, &raw.record, &raw.surrogate)),
            acyclic: self.acyclic(&raw.acyclic),
            user_names: raw.user_names.as_ref().map(|raw| {
                let entity = self.entity(&raw.entity);
                (entity, self.field(entity, &raw.column))
            }),
        }
    }

    fn acyclic(&mut self, raw: &[RawAcyclic]) -> Vec<(EntityId, FieldId)> {
        let mut all = Vec::new();
        for one in raw {
            let entity = self.entity(&one.entity);
            all.push(((entity, self.field(entity, &one.parent)), &one.parent));
        }
        self.once(&all, "the column is looked at twice");
        all.into_iter().map(|(one, _)| one).collect()
    }

    fn suspects(&mut self, raw: &RawSuspects) -> SuspectRule {
        let pair = self.pair(&raw.entity, &raw.record, &raw.other);
        let mut periods = Vec::new();
        for period in &raw.periods {
            let entity = self.entity(&period.entity);
            let columns = (entity, self.field(entity, &period.start), self.field(entity, &period.end));
            periods.push((columns, &period.entity));
        }
        self.once(&periods, "the periods are looked at twice");
        let periods = periods.into_iter().map(|(columns, _)| columns).collect();
        SuspectRule { pair, status: self.field(pair.entity, &raw.status), open: raw.open.clone(), periods }
    }

    fn adoption(&mut self, raw: &RawAdoption) -> AdoptionRule {
        AdoptionRule {
            pair: self.pair(&raw.entity, &raw.before, &raw.after),
            relationship: raw
                .relationship
                .as_ref()
                .map(|raw| self.pair(&raw.entity, &raw.person, &raw.other)),
            address: raw.address.as_ref().map(|raw| {
                let entity = self.entity(&raw.entity);
                (entity, self.fields(entity, &raw.columns))
            }),
            shared_by: self.everywhere(raw.shared_by.as_ref()),
            copied_from: self.everywhere(raw.copied_from.as_ref()),
            known_by: raw.known_by.iter().map(|raw| self.numbers(raw)).collect(),
        }
    }

    fn numbers(&mut self, raw: &RawNumbers) -> NumberRule {
        let entity = self.entity(&raw.entity);
        NumberRule {
            entity,
            person: self.field(entity, &raw.person),
            columns: self.fields(entity, &raw.columns),
        }
    }
}
