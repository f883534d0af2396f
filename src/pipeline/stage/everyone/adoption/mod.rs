//! Identities before and after adoption, and what else joins them.

mod joining;
mod pointed;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::chains::Chains;
use super::fingerprint::fingerprint;
use super::mentions::Mentions;
use super::note_person;
use crate::pipeline::stage::layout::EntityLayout;
use crate::pipeline::stage::sorted_table::SortedTable;
use crate::pipeline::stage::{AdoptionRule, PairRule};
use crate::pipeline::stage::{Layout, StageError};
use crate::pipeline::world::{People, PeopleFinding, PersonIndex, Works};
use crate::record::{EntityId, FieldId, Guid, Origin, Reason, SourceRecord};

/// A record that may be shared: the key that joins copies, the person, the entity, its own key.
type Shared = [u8; 38];

/// The column of a record that names somebody.
type Naming = (EntityId, Guid, FieldId);

/// Identities before and after adoption. Where there are none, nothing is kept and nothing costs time.
#[derive(Debug, Default)]
pub(crate) struct Adoptions {
    rule: Option<AdoptionRule>,
    /// Identities that stand in the table, each with the chain that it is one of: surviving people, and those who are not in
    /// the extract.
    chains: BTreeMap<Guid, Guid>,
    /// By what texts may name those of the extract.
    mentions: Mentions,
    /// The identities whom the records of a case file name, or who are related to its person, by that person; each with the
    /// columns of its own records that name them.
    named: BTreeMap<PersonIndex, BTreeMap<Guid, BTreeSet<Naming>>>,
    /// The identities whom the texts of a shared record name, by its key; none of those that name two of somebody.
    told: BTreeMap<Guid, BTreeSet<Guid>>,
    /// Columns that name work of somebody else, or work that was not read yet: whose record's, and the work's key.
    others: Vec<(PersonIndex, Guid, Naming)>,
    addresses: BTreeMap<PersonIndex, BTreeSet<[u8; 16]>>,
    copies: Option<SortedTable<38>>,
    /// Identities that something else joins to another of their chain.
    ties: BTreeSet<Guid>,
    /// Where rows stand that name two identities of somebody by themselves.
    joining: BTreeSet<Origin>,
}

impl Adoptions {
    /// Everybody named in the table of adoptions; each is noted.
    pub(crate) fn of(
        people: &mut People,
        layout: &Layout,
        rows: &[SourceRecord],
        rule: &AdoptionRule,
        path: PathBuf,
    ) -> Result<Self, StageError> {
        let mut adoptions = Self::default();
        let mut chains = Chains::default();
        let mut identities = BTreeSet::new();
        for row in rows {
            let sides = [rule.pair.first, rule.pair.second].map(|field| row.guid(field));
            let found: Vec<_> = sides.into_iter().flatten().filter_map(|key| people.find(key)).collect();
            for person in found {
                note_person(people, layout.person(), person, Reason::AdoptionLink, None);
            }
            // Somebody who is not in the extract still joins those on either side.
            let sides = sides.map(|side| side.map(|key| identity(people, key)));
            identities.extend(sides.into_iter().flatten());
            if let [Some(before), Some(after)] = sides {
                chains.join(before, after);
            }
        }
        adoptions.chains = identities.into_iter().map(|key| (key, chains.of(key))).collect();
        if !adoptions.chains.is_empty() {
            adoptions.rule = Some(rule.clone());
            adoptions.copies = Some(SortedTable::create(path)?);
        }
        Ok(adoptions)
    }

    /// Whether anybody stands in the table.
    pub(crate) fn any(&self) -> bool {
        !self.chains.is_empty()
    }

    /// Learns by what texts may name somebody from their own row, `told_by` those columns of it; whether it is an adopted
    /// person's.
    pub(crate) fn learn(
        &mut self,
        people: &People,
        (key, told_by): (Guid, &[FieldId]),
        record: &SourceRecord,
    ) -> bool {
        let identity = identity(people, key);
        if !self.chains.contains_key(&identity) {
            return false;
        }
        for text in told_by.iter().filter_map(|field| record.get(*field).filled()) {
            self.mentions.learn(identity, text);
        }
        true
    }

    /// Says that these surviving people have one identifier in common.
    pub(crate) fn joined(&mut self, people: &People, joined: &BTreeSet<PersonIndex>) {
        self.ties.extend(self.several(joined.iter().map(|person| people.guid(*person))));
    }

    /// Those of some identities that are of one chain with another of them.
    fn several(&self, identities: impl Iterator<Item = Guid>) -> BTreeSet<Guid> {
        let mut by_chain: BTreeMap<Guid, BTreeSet<Guid>> = BTreeMap::new();
        for identity in identities {
            if let Some(chain) = self.chains.get(&identity) {
                by_chain.entry(*chain).or_default().insert(identity);
            }
        }
        by_chain.into_values().filter(|identities| identities.len() > 1).flatten().collect()
    }

    /// Looks at a casework record: at its columns that may name people, at its texts, and at what shows whom it points at.
    pub(crate) fn see(
        &mut self,
        (people, works): (&People, &Works),
        record: &SourceRecord,
        (key, layout): (Guid, &EntityLayout),
        person: PersonIndex,
    ) -> Result<(), StageError> {
        let Some(rule) = self.rule.take() else { return Ok(()) };
        if let Some(relationship) = rule.relationship.filter(|rule| rule.entity == record.entity()) {
            self.relationship(people, record, relationship);
        }
        let by = |field: FieldId| (record.entity(), key, field);
        let named = self.named_in(people, record, layout);
        if self.joins(&named, Some(people.guid(person))) {
            self.joining.insert(record.origin());
        }
        for (field, named) in named {
            self.name(people, person, named, Some(by(field)));
        }
        self.point(people, record, layout, (person, by));
        let elsewhere = |key: &Guid| works.find(*key).is_none_or(|work| work.person != person);
        for field in &layout.works {
            let other = record.guid(*field).filter(elsewhere);
            self.others.extend(other.map(|other| (person, other, by(*field))));
        }
        if let Some((_, fields)) = rule.address.as_ref().filter(|(entity, _)| *entity == record.entity())
            && self.chains.contains_key(&people.guid(person))
        {
            self.address(record, person, fields);
        }
        let seen = self.copy(&rule, record, key, person);
        self.rule = Some(rule);
        seen
    }

    /// The identities that a text names.
    fn mentioned(&self, people: &People, text: &str) -> BTreeSet<Guid> {
        let mut mentioned = BTreeSet::new();
        self.mentions.of(text, |key| {
            mentioned.extend(Some(identity(people, key)).filter(|named| self.chains.contains_key(named)));
        });
        mentioned
    }

    /// Both sides of a relationship stand in both case files.
    fn relationship(&mut self, people: &People, record: &SourceRecord, rule: PairRule) {
        let (Some(one), Some(other)) = (record.guid(rule.first), record.guid(rule.second)) else { return };
        for (whose, named) in [(one, other), (other, one)] {
            if let Some(person) = people.find(whose) {
                self.name(people, people.survivor(person), named, None);
            }
        }
    }

    fn name(&mut self, people: &People, person: PersonIndex, named: Guid, by: Option<Naming>) {
        let named = identity(people, named);
        if named != people.guid(person) && self.chains.contains_key(&named) {
            self.named.entry(person).or_default().entry(named).or_default().extend(by);
        }
    }

    fn address(&mut self, record: &SourceRecord, person: PersonIndex, fields: &[FieldId]) {
        if fields.iter().all(|field| record.get(*field).filled().is_none()) {
            return;
        }
        let parts: Vec<String> = fields
            .iter()
            .map(|field| record.get(*field).filled().unwrap_or_default().to_lowercase().replace(' ', ""))
            .collect();
        let address = fingerprint(0, &parts);
        self.addresses.entry(person).or_default().insert(address);
    }

    fn copy(
        &mut self,
        rule: &AdoptionRule,
        record: &SourceRecord,
        key: Guid,
        person: PersonIndex,
    ) -> Result<(), StageError> {
        let Some(copies) = &mut self.copies else { return Ok(()) };
        let entity = record.entity();
        let column = |columns: &[Option<FieldId>]| columns.get(usize::from(entity.0)).copied().flatten();
        if let Some(group) = column(&rule.shared_by).and_then(|field| record.guid(field)) {
            copies.add(&copy(group, person, entity, key))?;
        }
        if let Some(field) = column(&rule.copied_from) {
            copies.add(&copy(key, person, entity, key))?;
            if let Some(origin) = record.guid(field) {
                copies.add(&copy(origin, person, entity, key))?;
            }
        }
        Ok(())
    }

    /// Notes records shared with a withheld person, and pairs that something else than their link joins.
    pub(crate) fn finish(
        mut self,
        (people, works): (&mut People, &Works),
        layout: &Layout,
    ) -> Result<(), StageError> {
        self.point_at_works(people, works, layout);
        if let Some(copies) = self.copies.take() {
            copies.groups(|group| {
                self.shared(people, group);
                Ok(())
            })?;
        }
        self.ties.extend(self.lodged(people));
        for (person, finding) in self.between(people, layout) {
            people.note(person, finding);
        }
        for person in self.ties.iter().filter_map(|identity| people.find(*identity)).collect::<Vec<_>>() {
            note_person(people, layout.person(), person, Reason::AdoptionTie, None);
        }
        Ok(())
    }

    /// Identities of one chain who lived at one address.
    fn lodged(&self, people: &People) -> BTreeSet<Guid> {
        let mut at: BTreeMap<[u8; 16], BTreeSet<Guid>> = BTreeMap::new();
        for (person, addresses) in &self.addresses {
            for address in addresses {
                at.entry(*address).or_default().insert(people.guid(*person));
            }
        }
        at.into_values().flat_map(|people| self.several(people.into_iter())).collect()
    }

    /// Whoever's case file stands between two identities of somebody, and those two: its records name both, or its person is
    /// one of them and they name the other. Of a third person the records that do so are told, for those are what has to be
    /// looked at; where only the others' records do, the person is. Whoever was adopted is held anyway.
    fn between(&mut self, people: &People, layout: &Layout) -> Vec<(PersonIndex, PeopleFinding)> {
        let mut found = Vec::new();
        for (person, named) in &self.named {
            let own = people.guid(*person);
            let joined = self.several(named.keys().copied().chain([own]));
            self.ties.extend(joined.iter().copied());
            if joined.is_empty() || self.chains.contains_key(&own) {
                continue;
            }
            let places: BTreeSet<Naming> =
                joined.iter().filter_map(|one| named.get(one)).flatten().copied().collect();
            let reason = Reason::AdoptionTie;
            let finding = |(entity, key, field)| PeopleFinding { entity, key, reason, field };
            let person_row = (layout.person(), own, None);
            let places = places.into_iter().map(|(entity, key, field)| (entity, key, Some(field)));
            let mut places: Vec<_> = places.collect();
            if places.is_empty() {
                places.push(person_row);
            }
            found.extend(places.into_iter().map(|place| (*person, finding(place))));
        }
        found
    }

    fn shared(&mut self, people: &mut People, group: &[Shared]) {
        let owners: BTreeSet<PersonIndex> = group.iter().map(|copy| split(copy).0).collect();
        let adopted: BTreeSet<PersonIndex> =
            owners.iter().copied().filter(|one| self.chains.contains_key(&people.guid(*one))).collect();
        if owners.len() < 2 || adopted.is_empty() {
            return;
        }
        for (person, entity, key) in group.iter().map(split).filter(|copy| !adopted.contains(&copy.0)) {
            let reason = Reason::AdoptionSharedRecord;
            people.note(person, PeopleFinding { entity, key, reason, field: None });
        }
        self.joined(people, &adopted);
    }
}

/// The texts of a record that may name people, and its numbers as they are written where they are whole.
fn texts<'r>(record: &'r SourceRecord, layout: &EntityLayout) -> Vec<(FieldId, &'r str)> {
    let texts = layout.texts.iter().filter_map(|field| Some((*field, record.get(*field).filled()?)));
    let numbers = layout.numbers.iter().filter_map(|field| {
        let number = record.get(*field).filled()?;
        let whole = number.split_once('.').filter(|(_, places)| places.bytes().all(|place| place == b'0'));
        Some((*field, whole.map_or(number, |(whole, _)| whole)))
    });
    texts.chain(numbers).collect()
}

/// Whom a key leads to: the surviving person's own, or the key itself where the extract has nobody of it.
fn identity(people: &People, key: Guid) -> Guid {
    people.find(key).map_or(key, |person| people.guid(people.survivor(person)))
}

fn copy(join: Guid, person: PersonIndex, entity: EntityId, key: Guid) -> Shared {
    let mut copy = [0; 38];
    copy[..16].copy_from_slice(&join.bytes());
    copy[16..20].copy_from_slice(&person.0.to_be_bytes());
    copy[20..22].copy_from_slice(&entity.0.to_be_bytes());
    copy[22..].copy_from_slice(&key.bytes());
    copy
}

fn split(copy: &Shared) -> (PersonIndex, EntityId, Guid) {
    let (mut person, mut key) = ([0; 4], [0; 16]);
    person.copy_from_slice(&copy[16..20]);
    key.copy_from_slice(&copy[22..]);
    (
        PersonIndex(u32::from_be_bytes(person)),
        EntityId(u16::from_be_bytes([copy[20], copy[21]])),
        Guid::from_bytes(key),
    )
}
