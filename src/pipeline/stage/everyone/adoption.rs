//! Identities before and after adoption, and what else joins them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::fingerprint::fingerprint;
use super::note_person;
use crate::pipeline::stage::sorted_table::SortedTable;
use crate::pipeline::stage::{AdoptionRule, PairRule};
use crate::pipeline::stage::{Layout, StageError};
use crate::pipeline::world::{People, PeopleFinding, PersonIndex};
use crate::record::{EntityId, FieldId, Guid, Reason, SourceRecord};

/// A record that may be shared: the key that joins copies, the person, the entity, its own key.
type Shared = [u8; 38];

/// Identities before and after adoption. Where there are none, nothing is kept and nothing costs time.
#[derive(Debug, Default)]
pub(crate) struct Adoptions {
    rule: Option<AdoptionRule>,
    /// Pairs of surviving people; a half whose other identity is not in the extract is in `people` alone.
    pairs: BTreeSet<(PersonIndex, PersonIndex)>,
    people: BTreeSet<PersonIndex>,
    /// The adopted people whom the records of a case file name, or who are related to its person; by that person.
    named: BTreeMap<PersonIndex, BTreeSet<PersonIndex>>,
    addresses: BTreeMap<PersonIndex, BTreeSet<[u8; 16]>>,
    copies: Option<SortedTable<38>>,
    ties: BTreeSet<(PersonIndex, PersonIndex)>,
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
        for row in rows {
            let find = |field| row.guid(field).and_then(|key| people.find(key));
            let found = [find(rule.pair.first), find(rule.pair.second)];
            for person in found.into_iter().flatten() {
                note_person(people, layout.person(), person, Reason::AdoptionLink, None);
                adoptions.people.insert(people.survivor(person));
            }
            if let [Some(before), Some(after)] = found {
                adoptions.pairs.insert(ordered(people.survivor(before), people.survivor(after)));
            }
        }
        if !adoptions.people.is_empty() {
            adoptions.rule = Some(rule.clone());
            adoptions.copies = Some(SortedTable::create(path)?);
        }
        Ok(adoptions)
    }

    /// Says that these surviving people have one identifier in common.
    pub(crate) fn joined(&mut self, people: &BTreeSet<PersonIndex>) {
        let within =
            |pair: &&(PersonIndex, PersonIndex)| people.contains(&pair.0) && people.contains(&pair.1);
        self.ties.extend(self.pairs.iter().filter(within).copied());
    }

    /// Looks at a casework record; `naming` are its columns that may name people.
    pub(crate) fn see(
        &mut self,
        people: &People,
        record: &SourceRecord,
        (key, naming): (Guid, &[FieldId]),
        person: PersonIndex,
    ) -> Result<(), StageError> {
        let Some(rule) = self.rule.take() else { return Ok(()) };
        if let Some(relationship) = rule.relationship.filter(|rule| rule.entity == record.entity()) {
            self.relationship(people, record, relationship);
        }
        for named in naming.iter().filter_map(|field| named_in(people, record, *field)) {
            self.name(person, named);
        }
        if let Some((_, fields)) = rule.address.as_ref().filter(|(entity, _)| *entity == record.entity()) {
            self.address(record, person, fields);
        }
        let seen = self.copy(&rule, record, key, person);
        self.rule = Some(rule);
        seen
    }

    /// Both sides of a relationship stand in both case files.
    fn relationship(&mut self, people: &People, record: &SourceRecord, rule: PairRule) {
        let person = |field| named_in(people, record, field);
        let (Some(one), Some(other)) = (person(rule.first), person(rule.second)) else { return };
        self.name(one, other);
        self.name(other, one);
    }

    fn name(&mut self, person: PersonIndex, named: PersonIndex) {
        if named != person && self.people.contains(&named) {
            self.named.entry(person).or_default().insert(named);
        }
    }

    fn address(&mut self, record: &SourceRecord, person: PersonIndex, fields: &[FieldId]) {
        if !self.people.contains(&person) || fields.iter().all(|field| record.get(*field).filled().is_none())
        {
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
    pub(crate) fn finish(mut self, people: &mut People, layout: &Layout) -> Result<(), StageError> {
        if let Some(copies) = self.copies.take() {
            copies.groups(|group| {
                self.shared(people, group);
                Ok(())
            })?;
        }
        let lodged = self.pairs.iter().filter(|pair| meet(&self.addresses, **pair));
        self.ties.extend(lodged.copied().collect::<Vec<_>>());
        let mut tied = self.between();
        tied.extend(self.ties.iter().flat_map(|(before, after)| [*before, *after]));
        for person in tied {
            note_person(people, layout.person(), person, Reason::AdoptionTie, None);
        }
        Ok(())
    }

    /// Whoever's case file stands between the two identities of somebody, and those two: its records name both, or its
    /// person is one of them and they name the other.
    fn between(&self) -> BTreeSet<PersonIndex> {
        let mut tied = BTreeSet::new();
        for (person, named) in &self.named {
            let stands = |one: &PersonIndex| one == person || named.contains(one);
            let joined =
                |(one, other): &&(PersonIndex, PersonIndex)| one != other && stands(one) && stands(other);
            for (before, after) in self.pairs.iter().filter(joined) {
                tied.extend([*person, *before, *after]);
            }
        }
        tied
    }

    fn shared(&mut self, people: &mut People, group: &[Shared]) {
        let owners: BTreeSet<PersonIndex> = group.iter().map(|copy| split(copy).0).collect();
        if owners.len() < 2 || owners.is_disjoint(&self.people) {
            return;
        }
        for (person, entity, key) in group.iter().map(split).filter(|copy| !self.people.contains(&copy.0)) {
            let reason = Reason::AdoptionSharedRecord;
            people.note(person, PeopleFinding { entity, key, reason, field: None });
        }
        self.joined(&owners);
    }
}

/// The surviving person whom a column names.
fn named_in(people: &People, record: &SourceRecord, field: FieldId) -> Option<PersonIndex> {
    record.guid(field).and_then(|key| people.find(key)).map(|named| people.survivor(named))
}

fn meet<T: Ord>(sets: &BTreeMap<PersonIndex, BTreeSet<T>>, (one, other): (PersonIndex, PersonIndex)) -> bool {
    one != other
        && matches!((sets.get(&one), sets.get(&other)), (Some(left), Some(right)) if !left.is_disjoint(right))
}

fn ordered(one: PersonIndex, other: PersonIndex) -> (PersonIndex, PersonIndex) {
    (one.min(other), one.max(other))
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
