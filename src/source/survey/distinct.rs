//! How many different values a column has.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// More different values than this are not told apart.
const MOST: usize = 10_000;

/// Counts different values by their hashes, so that none is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Distinct {
    hashes: HashSet<u64>,
    more: bool,
}

impl Distinct {
    /// Counts a value.
    pub(super) fn see(&mut self, value: impl Hash) {
        if self.more {
            return;
        }
        let mut hasher = DefaultHasher::new();
        value.hash(&mut hasher);
        self.hashes.insert(hasher.finish());
        if self.hashes.len() > MOST {
            self.more = true;
            self.hashes = HashSet::new();
        }
    }

    /// How many there are; none where they are more than ten thousand.
    pub fn count(&self) -> Option<u64> {
        (!self.more).then_some(self.hashes.len() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_ends_where_it_would_take_memory() {
        let mut distinct = Distinct::default();
        for number in 0..MOST {
            distinct.see(number);
            distinct.see(0_usize);
        }
        assert_eq!(distinct.count(), Some(10_000));
        distinct.see("one more");
        assert_eq!(distinct.count(), None);
        assert_eq!(distinct.hashes.capacity(), 0);
    }
}
