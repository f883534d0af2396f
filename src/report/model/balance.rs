//! The balance: read = migrated + merged + excluded + rejected + held.

use serde::{Deserialize, Serialize};

use crate::record::{Outcome, Tally};

/// What became of the rows of an entity. `read` is the sum of the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// The entity.
    pub entity: String,
    /// Rows read.
    pub read: u64,
    /// Rows written as rows of their own.
    pub migrated: u64,
    /// Rows folded into the rows of another record.
    pub merged: u64,
    /// Rows left out by a named rule.
    pub excluded: u64,
    /// Rows turned away under a reason code.
    pub rejected: u64,
    /// Rows withheld with their case file.
    pub held: u64,
}

impl Balance {
    /// The balance of an entity, from its tally.
    pub fn of(entity: &str, tally: &Tally) -> Self {
        let cases = Cases::from(tally);
        Self {
            entity: entity.into(),
            read: cases.read,
            migrated: cases.migrated,
            merged: cases.merged,
            excluded: cases.excluded,
            rejected: cases.rejected,
            held: cases.held,
        }
    }

    /// The count of an outcome.
    pub fn of_outcome(&self, outcome: Outcome) -> u64 {
        match outcome {
            Outcome::Migrated => self.migrated,
            Outcome::Merged => self.merged,
            Outcome::Excluded => self.excluded,
            Outcome::Rejected => self.rejected,
            Outcome::Held => self.held,
        }
    }

    /// Whether the numbers add up.
    pub fn adds_up(&self) -> bool {
        self.read == Outcome::ALL.iter().map(|outcome| self.of_outcome(*outcome)).sum::<u64>()
    }

    /// The sum of several balances, under a name of its own.
    pub fn total<'a>(name: &str, balances: impl IntoIterator<Item = &'a Self>) -> Self {
        balances.into_iter().fold(Self { entity: name.into(), ..Self::default() }, |sum, one| Self {
            entity: sum.entity,
            read: sum.read + one.read,
            migrated: sum.migrated + one.migrated,
            merged: sum.merged + one.merged,
            excluded: sum.excluded + one.excluded,
            rejected: sum.rejected + one.rejected,
            held: sum.held + one.held,
        })
    }
}

/// What became of the cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cases {
    /// Cases read.
    pub read: u64,
    /// Cases written.
    pub migrated: u64,
    /// Cases folded into another.
    pub merged: u64,
    /// Cases left out by a named rule.
    pub excluded: u64,
    /// Cases turned away.
    pub rejected: u64,
    /// Cases withheld with their case file.
    pub held: u64,
}

impl From<&Tally> for Cases {
    fn from(tally: &Tally) -> Self {
        Self {
            read: tally.read(),
            migrated: tally.of(Outcome::Migrated),
            merged: tally.of(Outcome::Merged),
            excluded: tally.of(Outcome::Excluded),
            rejected: tally.of(Outcome::Rejected),
            held: tally.of(Outcome::Held),
        }
    }
}

/// What became of the case files. A case file is a person, after merges, with every row that hangs on them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFiles {
    /// Case files read: the sum of the rest.
    pub read: u64,
    /// Written, with nothing rejected.
    pub complete: u64,
    /// Written, with something rejected, or with records that wait or share the fate of somebody who was not written.
    pub incomplete: u64,
    /// Left out by a named rule.
    pub excluded: u64,
    /// Withheld whole.
    pub held: u64,
}

impl CaseFiles {
    /// How many are written.
    pub fn written(&self) -> u64 {
        self.complete + self.incomplete
    }
}

/// What waits: records of written case files that join them to somebody whose case file is held. They are among those held,
/// and their case files among the incomplete ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Waiting {
    /// Written case files of which records wait.
    pub case_files: u64,
    /// Records that wait: the lines of `waiting.csv`.
    pub records: u64,
}

impl Waiting {
    /// Counts what waits, from how many records of each written case file are held.
    pub fn of(held: impl Iterator<Item = u64>) -> Self {
        held.filter(|records| *records > 0).fold(Self::default(), |sum, records| Self {
            case_files: sum.case_files + 1,
            records: sum.records + records,
        })
    }
}
