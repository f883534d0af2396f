//! Identities before and after adoption, and whose case files stand between them.

use std::collections::{HashMap, HashSet};

use super::everybody::AdoptionTables;
use crate::map::plan::EntityPlan;
use crate::reconcile::Export;
use crate::record::{Guid, SourceRecord};

/// Identities before and after adoption, and whose case files stand between them.
#[derive(Debug, Default)]
pub(super) struct Adoptions {
    /// Whoever stands in the table, the survivor where the export has them, each with the number of the set of identities that
    /// they are one of.
    sets: HashMap<Guid, usize>,
    /// The adopted people who stand in the case file of somebody else, by that person.
    beside: HashMap<Guid, HashSet<Guid>>,
}

impl Adoptions {
    /// What the table of adoptions says of surviving people, and of identities that the export does not have.
    pub(super) fn of(tables: &AdoptionTables, export: &dyn Export) -> Self {
        let mut sets: Vec<HashSet<Guid>> = Vec::new();
        for row in export.rows(tables.pair.entity) {
            let sides = [tables.pair.first, tables.pair.second].map(|field| row.guid(field));
            let named = sides.into_iter().flatten().map(|key| export.survivor(key).unwrap_or(key));
            let mut set: HashSet<Guid> = named.collect();
            // Sets that have one of them in common become one.
            let (meeting, apart) = sets.into_iter().partition(|other| !other.is_disjoint(&set));
            sets = apart;
            set.extend::<Vec<Guid>>(meeting.into_iter().flatten().collect());
            sets.push(set);
        }
        let numbered = sets.into_iter().enumerate();
        let people = numbered.flat_map(|(number, set)| set.into_iter().map(move |person| (person, number)));
        Self { sets: people.collect(), beside: HashMap::new() }
    }

    /// Whether anybody was adopted.
    pub(super) fn any(&self) -> bool {
        !self.sets.is_empty()
    }

    /// Whether somebody stands in the table.
    pub(super) fn has(&self, person: Guid) -> bool {
        self.sets.contains_key(&person)
    }

    /// Notes that a record of somebody's case file names this person.
    pub(super) fn note(&mut self, person: Guid, named: Guid) {
        if named != person && self.has(named) {
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

    /// Whether a surviving person's case file names two identities of somebody, or is one's and names another.
    pub(super) fn ties(&self, person: Guid) -> bool {
        self.standing_with(person).any(|one| self.is_tied_by(person, one))
    }

    /// Whether an identity is one of several that stand in a surviving person's case file.
    pub(super) fn is_tied_by(&self, person: Guid, identity: Guid) -> bool {
        let Some(set) = self.sets.get(&identity) else { return false };
        self.standing_with(person).any(|other| other != identity && self.sets.get(&other) == Some(set))
    }

    /// Whether two identities of somebody are among these.
    pub(super) fn has_two(&self, identities: &HashSet<Guid>) -> bool {
        let mut sets: HashSet<usize> = HashSet::new();
        identities.iter().filter_map(|one| self.sets.get(one)).any(|set| !sets.insert(*set))
    }

    /// A person, and the adopted people who stand in their case file.
    fn standing_with(&self, person: Guid) -> impl Iterator<Item = Guid> + '_ {
        std::iter::once(person).chain(self.beside.get(&person).into_iter().flatten().copied())
    }
}
