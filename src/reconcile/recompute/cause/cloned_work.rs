//! Work that was cloned for several people, as the records themselves tell.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::Guid;

/// Work that was cloned for several people, as the records themselves tell.
#[derive(Clone, Debug, Default)]
pub(super) struct ClonedWork {
    people: BTreeMap<Guid, Guid>,
    /// Copies and originals, each by the other.
    beside: BTreeMap<Guid, BTreeSet<Guid>>,
}

impl ClonedWork {
    /// Looks at a record of a surviving person.
    pub(super) fn see(&mut self, key: Guid, person: Guid, original: Option<Guid>) {
        self.people.insert(key, person);
        if let Some(original) = original {
            self.beside.entry(key).or_default().insert(original);
            self.beside.entry(original).or_default().insert(key);
        }
    }

    /// What is of one family with a record: whose it is, and its key. Only what goes from one person to another counts.
    pub(super) fn family_of(&self, key: Guid) -> Vec<(Guid, Guid)> {
        let (mut known, mut next) = (BTreeSet::from([key]), vec![key]);
        while let Some(own) = next.pop() {
            let person = self.people.get(&own);
            for other in self.beside.get(&own).into_iter().flatten() {
                let theirs = self.people.get(other);
                if person.is_some() && theirs.is_some() && person != theirs && known.insert(*other) {
                    next.push(*other);
                }
            }
        }
        known.remove(&key);
        known.into_iter().filter_map(|other| Some((*self.people.get(&other)?, other))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_what_goes_from_person_to_person() {
        let guid = |number: u8| Guid::from_bytes([number; 16]);
        let mut cloned = ClonedWork::default();
        cloned.see(guid(1), guid(101), None);
        cloned.see(guid(2), guid(102), Some(guid(1)));
        cloned.see(guid(3), guid(103), Some(guid(2)));
        cloned.see(guid(4), guid(103), Some(guid(3)));
        cloned.see(guid(5), guid(105), Some(guid(9)));
        assert_eq!(cloned.family_of(guid(3)), [(guid(101), guid(1)), (guid(102), guid(2))]);
        assert!(cloned.family_of(guid(4)).is_empty() && cloned.family_of(guid(5)).is_empty());
    }
}
