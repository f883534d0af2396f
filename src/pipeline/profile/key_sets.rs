//! The keys of every table, as far as memory is meant for them.

use std::collections::HashSet;

use crate::record::{EntityId, Guid};

/// The keys of one table.
#[derive(Clone, Debug, Default)]
pub(super) struct KeySet {
    keys: HashSet<Guid>,
    repeated: u64,
    /// Whether there were too many.
    given_up: bool,
}

/// The keys of every table. Tables beyond the limit are given up, so that memory has a bound whatever a drop holds.
#[derive(Clone, Debug)]
pub(in crate::pipeline) struct KeySets {
    sets: Vec<KeySet>,
    most: usize,
}

impl KeySets {
    /// No keys yet of so many tables, and at most so many keys a table.
    pub(in crate::pipeline) fn new(tables: usize, most: usize) -> Self {
        Self { sets: vec![KeySet::default(); tables], most }
    }

    /// Takes a key.
    pub(in crate::pipeline) fn add(&mut self, entity: EntityId, key: Guid) {
        let set = &mut self.sets[usize::from(entity.0)];
        if set.given_up {
            return;
        }
        set.repeated += u64::from(!set.keys.insert(key));
        if set.keys.len() > self.most {
            *set = KeySet { given_up: true, ..KeySet::default() };
        }
    }

    /// How many keys stood again; none where there were too many to tell.
    pub(super) fn repeated(&self, entity: EntityId) -> Option<u64> {
        let set = &self.sets[usize::from(entity.0)];
        (!set.given_up).then_some(set.repeated)
    }

    /// Whether a table has a key; none where it had too many to tell.
    pub(in crate::pipeline) fn has(&self, entity: EntityId, key: Guid) -> Option<bool> {
        let set = &self.sets[usize::from(entity.0)];
        (!set.given_up).then(|| set.keys.contains(&key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_with_too_many_keys_is_given_up() {
        let mut sets = KeySets::new(2, 2);
        let key = |last| Guid::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last]);
        let (one, other) = (EntityId(0), EntityId(1));
        for last in [1, 2, 2] {
            sets.add(one, key(last));
        }
        assert_eq!(
            (sets.repeated(one), sets.has(one, key(2)), sets.has(one, key(3))),
            (Some(1), Some(true), Some(false))
        );
        sets.add(one, key(3));
        assert_eq!((sets.repeated(one), sets.has(one, key(1))), (None, None));
        assert_eq!(sets.has(other, key(1)), Some(false));
    }
}
