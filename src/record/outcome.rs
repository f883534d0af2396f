//! What became of a source row.

/// The one outcome that every row of a casework or shared table has (`contract.md`, Outcomes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Written as rows of its own.
    Migrated,
    /// Folded into the rows of another record.
    Merged,
    /// Left out by a named rule.
    Excluded,
    /// Turned away under a reason code.
    Rejected,
    /// Withheld with its case file.
    Held,
}

impl Outcome {
    /// Every outcome, in the order in which reports show them.
    pub const ALL: [Self; 5] = [Self::Migrated, Self::Merged, Self::Excluded, Self::Rejected, Self::Held];

    /// The word that reports and lists use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Migrated => "migrated",
            Self::Merged => "merged",
            Self::Excluded => "excluded",
            Self::Rejected => "rejected",
            Self::Held => "held",
        }
    }
}
