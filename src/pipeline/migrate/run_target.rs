//! Where a run goes.

use std::path::PathBuf;

use crate::report::model::LostFiles;

/// A run as its report and the ledger name it.
#[derive(Clone, Debug)]
pub(super) struct RunIdentity {
    /// Its number in the ledger.
    pub(super) number: u32,
    /// Its identifier.
    pub(super) id: String,
    /// When it began.
    pub(super) started: String,
    /// Attached files that were given up since.
    pub(super) lost: Vec<LostFiles>,
}

/// Where a run goes.
#[derive(Clone, Debug)]
pub(super) struct RunTarget {
    /// The folder with `data/`.
    pub(super) output: PathBuf,
    /// The folder with `exceptions/` and `reconciliation/`.
    pub(super) results: PathBuf,
    /// The run.
    pub(super) run: RunIdentity,
    /// The key of its digests.
    pub(super) key: [u8; 32],
    /// Whether the output stays; false for a dry run.
    pub(super) kept: bool,
    /// The number in the ledger of the run before, whose lists tell of what is sealed.
    pub(super) last: Option<u32>,
}
