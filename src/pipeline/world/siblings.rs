//! Work that was cloned for several people.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::PersonIndex;
use crate::record::Guid;

/// One of several records that were cloned from one another for different people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sibling {
    /// The surviving person whose work it is.
    pub person: PersonIndex,
    /// Its key.
    pub key: Guid,
}

/// Work that was cloned for several people, in families; empty unless the policy folds it.
#[derive(Debug, Default)]
pub struct Siblings {
    families: Vec<Vec<Sibling>>,
    family_of: HashMap<Guid, usize>,
}

impl Siblings {
    /// Puts together what was cloned from one another: `owners` says whose each record is, `clones` names copy and original.
    /// What was cloned for the same person is none.
    pub(crate) fn new(owners: &BTreeMap<Guid, PersonIndex>, clones: &BTreeMap<Guid, Guid>) -> Self {
        let mut links: BTreeMap<Guid, BTreeSet<Guid>> = BTreeMap::new();
        for (copy, original) in clones {
            let (Some(one), Some(other)) = (owners.get(copy), owners.get(original)) else { continue };
            if one != other {
                links.entry(*copy).or_default().insert(*original);
                links.entry(*original).or_default().insert(*copy);
            }
        }
        let mut siblings = Self::default();
        for first in links.keys() {
            if !siblings.family_of.contains_key(first) {
                siblings.family(*first, &links, owners);
            }
        }
        siblings
    }

    /// Takes everything that clones lead to from one record.
    fn family(
        &mut self,
        first: Guid,
        links: &BTreeMap<Guid, BTreeSet<Guid>>,
        owners: &BTreeMap<Guid, PersonIndex>,
    ) {
        let (mut open, mut members) = (vec![first], BTreeSet::new());
        while let Some(key) = open.pop() {
            let Some(person) = owners.get(&key).copied() else { continue };
            if members.insert(Sibling { person, key }) {
                open.extend(links.get(&key).into_iter().flatten());
                self.family_of.insert(key, self.families.len());
            }
        }
        self.families.push(members.into_iter().collect());
    }

    /// The families, each in order of person and key.
    pub fn families(&self) -> &[Vec<Sibling>] {
        &self.families
    }

    /// The number of the family that a record is in.
    pub fn family_of(&self, key: Guid) -> Option<usize> {
        self.family_of.get(&key).copied()
    }

    /// The other people whom a record's family is about.
    pub fn others(&self, key: Guid, person: PersonIndex) -> BTreeSet<PersonIndex> {
        let family = self.family_of(key).map(|family| self.families[family].as_slice());
        let others = family.into_iter().flatten().map(|sibling| sibling.person);
        others.filter(|other| *other != person).collect()
    }

    /// Whether nothing was cloned.
    pub fn is_empty(&self) -> bool {
        self.families.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u8) -> Guid {
        Guid::from_bytes([number; 16])
    }

    fn siblings(owners: &[(u8, u32)], clones: &[(u8, u8)]) -> Siblings {
        let owners = owners.iter().map(|(own, person)| (key(*own), PersonIndex(*person))).collect();
        let clones = clones.iter().map(|(copy, original)| (key(*copy), key(*original))).collect();
        Siblings::new(&owners, &clones)
    }

    #[test]
    fn copies_of_copies_for_others_are_one_family() {
        let found = siblings(&[(1, 7), (2, 5), (3, 9), (4, 5)], &[(2, 1), (3, 2)]);
        let people: Vec<u32> = found.families()[0].iter().map(|sibling| sibling.person.0).collect();
        assert_eq!((found.families().len(), people), (1, vec![5, 7, 9]));
        assert!(found.others(key(3), PersonIndex(9)).into_iter().eq([PersonIndex(5), PersonIndex(7)]));
        assert_eq!(found.family_of(key(4)), None);
    }

    #[test]
    fn what_follows_for_the_same_person_is_no_sibling() {
        assert!(siblings(&[(1, 7), (2, 7)], &[(2, 1)]).is_empty());
        assert!(siblings(&[(1, 7)], &[(1, 3), (4, 1)]).is_empty());
    }

    #[test]
    fn a_circle_of_clones_is_one_family() {
        let found = siblings(&[(1, 1), (2, 2), (3, 3)], &[(1, 2), (2, 3), (3, 1)]);
        assert_eq!(found.families().len(), 1);
        assert_eq!(found.families()[0].len(), 3);
    }
}
