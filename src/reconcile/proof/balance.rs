//! Read against what became of it.

use crate::record::{EntityId, Tally};

/// The rows of one entity: how many the export has, by a count of its own, and what became of them, by the evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BalanceLine {
    /// The entity.
    pub entity: EntityId,
    /// Rows of data in the export's files, counted independently.
    pub read: u64,
    /// Rows by outcome, as the evidence shows them.
    pub outcomes: Tally,
}

impl BalanceLine {
    /// Whether every row read has an outcome, and no other row has one.
    pub fn balances(&self) -> bool {
        self.read == self.outcomes.read()
    }
}

/// Case files by state; a case file is a person, after merges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CaseFileCounts {
    /// Written whole.
    pub complete: u64,
    /// Written with something rejected.
    pub incomplete: u64,
    /// Left out with its person.
    pub excluded: u64,
    /// Withheld whole.
    pub held: u64,
}

impl CaseFileCounts {
    /// All of them.
    pub fn read(&self) -> u64 {
        self.complete + self.incomplete + self.excluded + self.held
    }
}
