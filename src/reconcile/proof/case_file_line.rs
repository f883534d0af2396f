//! A line of `case-files.csv`.

use crate::record::CaseFileTally;

/// The state of a case file, as the evidence shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseFileState {
    /// Written whole; excluded and merged rows aside.
    Complete,
    /// Written with something rejected.
    Incomplete,
    /// Left out with its person.
    Excluded,
    /// Withheld whole.
    Held,
}

impl CaseFileState {
    /// The word that lists use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Incomplete => "incomplete",
            Self::Excluded => "excluded",
            Self::Held => "held",
        }
    }

    /// Whether its rows are written.
    pub fn written(self) -> bool {
        matches!(self, Self::Complete | Self::Incomplete)
    }
}

/// A case file: its state, what became of its rows, where it is, and its digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseFileLine {
    /// The person number; 0 where the person has none (such a case file is held).
    pub case_file: u64,
    /// Its state.
    pub state: CaseFileState,
    /// Its rows by outcome.
    pub outcomes: CaseFileTally,
    /// The batch that it was written in; none where it was not written.
    pub batch: Option<u32>,
    /// Its digest; none where it was not written.
    pub digest: Option<[u8; 32]>,
}
