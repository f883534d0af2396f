//! Counts of the outcomes of one case file.

use std::num::TryFromIntError;

use super::{Outcome, Tally};

/// How many records of one case file had which outcome: a [`Tally`] in half its room, since one is kept for everybody.
///
/// A case file is held in memory as a whole, so that it never has as many records as a count can hold; a count that is full
/// stays full, and the balance then no longer holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CaseFileTally {
    counts: [u32; 5],
}

impl CaseFileTally {
    /// Counts one record.
    pub fn add(&mut self, outcome: Outcome) {
        let count = &mut self.counts[outcome as usize];
        *count = count.saturating_add(1);
    }

    /// Takes back one record that was counted with another outcome than it has now.
    pub fn take_back(&mut self, outcome: Outcome) {
        let count = &mut self.counts[outcome as usize];
        *count = count.saturating_sub(1);
    }

    /// Adds another tally to this one.
    pub fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count = count.saturating_add(more);
        }
    }

    /// The number of records with that outcome.
    pub fn of(&self, outcome: Outcome) -> u64 {
        u64::from(self.counts[outcome as usize])
    }

    /// The number of records read: the sum over all outcomes.
    pub fn read(&self) -> u64 {
        self.counts.iter().copied().map(u64::from).sum()
    }

    /// The same counts as a tally of many case files.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for outcome in Outcome::ALL {
            tally.add_many(outcome, self.of(outcome));
        }
        tally
    }
}

impl TryFrom<Tally> for CaseFileTally {
    type Error = TryFromIntError;

    /// The same counts; an error where they are more than one case file has.
    fn try_from(tally: Tally) -> Result<Self, TryFromIntError> {
        let mut own = Self::default();
        for outcome in Outcome::ALL {
            own.counts[outcome as usize] = tally.of(outcome).try_into()?;
        }
        Ok(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_that_is_full_stays_full() {
        let mut full = CaseFileTally { counts: [u32::MAX, 0, 0, 0, 1] };
        full.add(Outcome::ALL[0]);
        full.merge(&CaseFileTally { counts: [1, 0, 0, 0, 1] });
        assert_eq!((full.of(Outcome::ALL[0]), full.of(Outcome::ALL[4])), (u64::from(u32::MAX), 2));
        assert_eq!(full.tally().read(), full.read());
    }
}
