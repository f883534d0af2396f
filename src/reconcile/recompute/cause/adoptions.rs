//! Identities before and after adoption, and whose case files stand between them.

use std::collections::{HashMap, HashSet};

use super::everybody::AdoptionTables;
use crate::map::plan::EntityPlan;
use crate::reconcile::Export;
use crate::record::{Guid, SourceRecord};

/// Identities before and after adoption, and whose case files stand between them.
#[derive(Debug, Default)]
pub(super) struct Adoptions {
    people: HashSet<Guid>,
    pairs: Vec<(Guid, Guid)>,
    /// The adopted people who stand in the case file of somebody else, by that person.
    beside: HashMap<Guid, HashSet<Guid>>,
}

impl Adoptions {
    /// What the table of adoptions says of surviving people.
    pub(super) fn of(tables: &AdoptionTables, export: &dyn Export) -> Self {
        let survivor = |key: Option<Guid>| key.and_then(|key| export.survivor(key));
        let mut adoptions = Self::default();
        for row in export.rows(tables.pair.entity) {
            let sides = [survivor(row.guid(tables.pair.first)), survivor(row.guid(tables.pair.second))];
            adoptions.people.extend(sides.into_iter().flatten());
            if let [Some(before), Some(after)] = sides
                && before != after
            {
                adoptions.pairs.push((before, after));
            }
        }
        adoptions
    }

    /// Whether anybody was adopted.
    pub(super) fn any(&self) -> bool {
        !self.people.is_empty()
    }

    /// Whether a surviving person stands in the table.
    pub(super) fn has(&self, person: Guid) -> bool {
        self.people.contains(&person)
    }

    /// Notes that a record of somebody's case file names this other surviving person.
    pub(super) fn note(&mut self, person: Guid, named: Guid) {
        if self.has(named) {
            self.beside.entry(person).or_default().insert(named);
        }
    }

    /// Notes a record of an adopted person that joins them to somebody else: it stands in the other case file too.
    pub(super) fn note_joining(
        &mut self,
        entity: &EntityPlan,
        export: &dyn Export,
        person: Guid,
        record: &SourceRecord,
    ) {
        let other = entity.joins.and_then(|joins| record.guid(joins.other));
        if let Some(other) = other.and_then(|other| export.survivor(other)).filter(|other| *other != person) {
            self.note(other, person);
        }
    }

    /// Whether a surviving person's case file names both identities of somebody, or is one's and names the other.
    pub(super) fn ties(&self, person: Guid) -> bool {
        let named = self.beside.get(&person);
        let stands = |one: Guid| one == person || named.is_some_and(|named| named.contains(&one));
        self.pairs.iter().any(|(before, after)| stands(*before) && stands(*after))
    }
}
