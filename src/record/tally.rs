//! Counts of outcomes.

use super::Outcome;

/// How many records had which outcome; the number read is always the sum, so it cannot disagree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    counts: [u64; 5],
}

impl Tally {
    /// Counts one record.
    pub fn add(&mut self, outcome: Outcome) {
        self.add_many(outcome, 1);
    }

    /// Counts several records with one outcome.
    pub fn add_many(&mut self, outcome: Outcome, records: u64) {
        self.counts[outcome as usize] += records;
    }

    /// Takes back one record that was counted with another outcome than it has now.
    pub fn take_back(&mut self, outcome: Outcome) {
        let count = &mut self.counts[outcome as usize];
        *count = count.saturating_sub(1);
    }

    /// Adds another tally to this one.
    pub fn merge(&mut self, other: &Self) {
        for outcome in Outcome::ALL {
            self.add_many(outcome, other.of(outcome));
        }
    }

    /// The number of records with that outcome.
    pub fn of(&self, outcome: Outcome) -> u64 {
        self.counts[outcome as usize]
    }

    /// The number of records read: the sum over all outcomes.
    pub fn read(&self) -> u64 {
        self.counts.iter().sum()
    }
}
