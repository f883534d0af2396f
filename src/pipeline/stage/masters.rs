//! Who was merged into whom, chains followed to the end.

use std::collections::{BTreeMap, BTreeSet};

/// Where following the masters of a merged record ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending<K> {
    /// At this survivor, after so many steps.
    Survivor(K, u32),
    /// Its own master is not in the extract.
    Missing,
    /// In a circle, or on the way into one.
    Cycle,
}

/// Merged records with their masters; `None` where the master is not in the extract.
#[derive(Clone, Debug)]
pub(crate) struct Masters<K> {
    masters: BTreeMap<K, Option<K>>,
}

impl<K> Default for Masters<K> {
    fn default() -> Self {
        Self { masters: BTreeMap::new() }
    }
}

impl<K: Copy + Ord> Masters<K> {
    /// Says that `loser` names `master`.
    pub(crate) fn add(&mut self, loser: K, master: Option<K>) {
        self.masters.insert(loser, master);
    }

    /// Whether the record names a master.
    pub(crate) fn is_merged(&self, record: K) -> bool {
        self.masters.contains_key(&record)
    }

    /// Whether another record stands for this one: its masters, among those that are known, end somewhere else.
    pub(crate) fn is_folded(&self, record: K, is_known: impl Fn(K) -> bool) -> bool {
        let (mut at, mut seen) = (record, BTreeSet::from([record]));
        while let Some(master) = self.master(at).filter(|master| is_known(*master)) {
            if !seen.insert(master) {
                return false;
            }
            at = master;
        }
        at != record
    }

    /// The master that a record names, if that one is in the extract.
    pub(crate) fn master(&self, loser: K) -> Option<K> {
        self.masters.get(&loser).copied().flatten()
    }

    /// The merged records, in order.
    pub(crate) fn losers(&self) -> impl Iterator<Item = K> + '_ {
        self.masters.keys().copied()
    }

    /// Where each merged record ends, in order. A record whose master is missing survives, so that others may end there.
    pub(crate) fn endings(&self) -> BTreeMap<K, Ending<K>> {
        let mut endings = BTreeMap::new();
        for start in self.masters.keys() {
            self.follow(*start, &mut endings);
        }
        endings
    }

    fn follow(&self, start: K, endings: &mut BTreeMap<K, Ending<K>>) {
        let mut path = Vec::new();
        let mut on_path = BTreeSet::new();
        let mut at = start;
        let mut end = loop {
            if let Some(known) = endings.get(&at) {
                break *known;
            }
            if !on_path.insert(at) {
                break Ending::Cycle;
            }
            match self.masters.get(&at) {
                None => break Ending::Survivor(at, 0),
                Some(None) => {
                    endings.insert(at, Ending::Missing);
                    break Ending::Missing;
                }
                Some(Some(master)) => {
                    path.push(at);
                    at = *master;
                }
            }
        };
        if end == Ending::Missing {
            end = Ending::Survivor(at, 0);
        }
        for record in path.into_iter().rev() {
            end = one_step(end);
            endings.insert(record, end);
        }
    }
}

fn one_step<K>(end: Ending<K>) -> Ending<K> {
    match end {
        Ending::Survivor(survivor, steps) => Ending::Survivor(survivor, steps + 1),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masters(pairs: &[(u32, Option<u32>)]) -> BTreeMap<u32, Ending<u32>> {
        let mut masters = Masters::default();
        for (loser, master) in pairs {
            masters.add(*loser, *master);
        }
        masters.endings()
    }

    #[test]
    fn chains_end_at_the_last_master() {
        let endings = masters(&[(1, Some(2)), (2, Some(3)), (5, Some(2))]);
        assert_eq!(endings[&1], Ending::Survivor(3, 2));
        assert_eq!(endings[&2], Ending::Survivor(3, 1));
        assert_eq!(endings[&5], Ending::Survivor(3, 2));
    }

    #[test]
    fn circles_and_what_leads_into_them_have_no_survivor() {
        let endings = masters(&[(1, Some(2)), (2, Some(1)), (3, Some(1)), (4, Some(4))]);
        assert!(endings.values().all(|end| *end == Ending::Cycle));
    }

    #[test]
    fn nobody_stands_for_a_record_in_a_circle_or_without_its_master() {
        let mut masters = Masters::default();
        for (loser, master) in [(1, 2), (2, 1), (3, 3), (4, 9), (5, 4), (6, 7)] {
            masters.add(loser, Some(master));
        }
        let folded: Vec<u32> = (1..8).filter(|one| masters.is_folded(*one, |master| master != 9)).collect();
        assert_eq!(folded, [5, 6]);
    }

    #[test]
    fn a_record_whose_master_is_missing_survives() {
        let endings = masters(&[(1, None), (2, Some(1)), (3, Some(2))]);
        assert_eq!(endings[&1], Ending::Missing);
        assert_eq!(endings[&2], Ending::Survivor(1, 1));
        assert_eq!(endings[&3], Ending::Survivor(1, 2));
    }
}
