//! A batch as the ledger knows it.

/// What a batch holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchKind {
    /// Organisations, workers, roles.
    Shared,
    /// Case files.
    CaseFiles,
    /// Addresses and joining records of a run.
    Last,
}

impl BatchKind {
    /// The word in the ledger.
    pub fn word(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::CaseFiles => "case-files",
            Self::Last => "last",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        [Self::Shared, Self::CaseFiles, Self::Last].into_iter().find(|kind| kind.word() == word)
    }
}

/// How far a batch has come. Sealed is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchState {
    /// It has a number.
    Planned,
    /// It is being written.
    Running,
    /// It could not be written; the reason stands beside it.
    Failed,
    /// It is complete on disk and never changes.
    Sealed,
}

impl BatchState {
    /// The word in the ledger.
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Failed => "failed",
            Self::Sealed => "sealed",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        let states = [Self::Planned, Self::Running, Self::Failed, Self::Sealed];
        states.into_iter().find(|state| state.word() == word)
    }
}

/// A batch as the ledger knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRow {
    /// Its number.
    pub number: u32,
    /// The run that made it.
    pub run: u32,
    /// What it holds.
    pub kind: BatchKind,
    /// How far it has come.
    pub state: BatchState,
    /// Why it failed.
    pub reason: Option<String>,
    /// The number of case files written.
    pub case_files: u64,
    /// The code that a command ends with, which could not write it.
    pub exit_code: Option<u8>,
    /// SHA-256 of its manifest, once sealed.
    pub manifest_sha256: Option<String>,
}
