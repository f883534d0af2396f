//! What was counted of a total.

use std::collections::{BTreeMap, HashMap};

use crate::reconcile::partition::hash_of;
use crate::record::Outcome;

/// A number of rows, and a sum besides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// Rows.
    pub rows: u64,
    /// What was added up; 0 where nothing is.
    pub sum: u64,
}

impl Amount {
    fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.sum += other.sum;
    }
}

/// What was counted of one group: rows of the export by outcome, and rows of the import files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupCount {
    /// Rows of the export, by outcome in the order of [`Outcome::ALL`].
    pub source: [Amount; 5],
    /// Rows of the import files.
    pub target: Amount,
}

impl GroupCount {
    /// Rows of the export with an outcome.
    pub fn of(&self, outcome: Outcome) -> Amount {
        self.source[outcome as usize]
    }

    /// Whether the import files have what was migrated.
    pub fn agrees(&self) -> bool {
        self.of(Outcome::Migrated) == self.target
    }

    fn merge(&mut self, other: &Self) {
        self.source.iter_mut().zip(&other.source).for_each(|(sum, own)| sum.add(*own));
        self.target.add(other.target);
    }
}

/// What was counted of one total.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TotalCount {
    /// By group; one without a name where there are no groups.
    pub groups: BTreeMap<String, GroupCount>,
    /// Person by person: rows migrated and rows written, by a hash of the person's key.
    people: HashMap<[u8; 16], (u64, u64)>,
}

impl TotalCount {
    /// Takes a row of the export.
    pub(super) fn source(&mut self, group: &str, outcome: Outcome, sum: u64, person: Option<&str>) {
        let count = self.groups.entry(group.to_owned()).or_default();
        count.source[outcome as usize].add(Amount { rows: 1, sum });
        if let (Some(person), Outcome::Migrated) = (person, outcome) {
            self.people.entry(hash_of(person)).or_default().0 += 1;
        }
    }

    /// Takes a row of the import files.
    pub(super) fn target(&mut self, group: &str, sum: u64, person: Option<&str>) {
        self.groups.entry(group.to_owned()).or_default().target.add(Amount { rows: 1, sum });
        if let Some(person) = person {
            self.people.entry(hash_of(person)).or_default().1 += 1;
        }
    }

    /// Adds what was counted elsewhere.
    pub fn merge(&mut self, other: &Self) {
        for (group, count) in &other.groups {
            self.groups.entry(group.clone()).or_default().merge(count);
        }
        for (person, (source, target)) in &other.people {
            let own = self.people.entry(*person).or_default();
            own.0 += source;
            own.1 += target;
        }
    }

    /// The people of whom the two sides have different numbers.
    pub fn differing_people(&self) -> u64 {
        self.people.values().filter(|(source, target)| source != target).count() as u64
    }

    /// Whether both sides have the same everywhere.
    pub fn agrees(&self) -> bool {
        self.groups.values().all(GroupCount::agrees) && self.differing_people() == 0
    }
}
