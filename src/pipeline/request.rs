//! What is asked of the pipeline.

use std::path::PathBuf;
use std::time::Duration;

use crate::ledger::LedgerAddress;
use crate::load::DatabaseAddress;

/// How many people a batch has unless somebody says otherwise.
pub const BATCH_SIZE: u32 = 1_000;

/// How long a process of a team may be silent before others take over what it had in hand.
pub const LEASE: Duration = Duration::from_mins(1);

/// A migration that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrateRequest {
    /// The drop.
    pub export: PathBuf,
    /// Folders of corrected rows laid over the drop, in order.
    pub corrections: Vec<PathBuf>,
    /// The output folder.
    pub out: PathBuf,
    /// The mappings folder.
    pub mappings: PathBuf,
    /// The profile; else the one that claims every file of the drop.
    pub profile: Option<String>,
    /// Whether no import file is to be written.
    pub dry_run: bool,
    /// Whether what was written is reconciled at once.
    pub reconcile: bool,
    /// A proof key of 32 bytes to be used in place of the folder's own.
    pub proof_key: Option<PathBuf>,
    /// The ledger's address; else `sqlite://OUT/ledger.sqlite`.
    pub ledger: Option<LedgerAddress>,
    /// Where several processes share a ledger: how long one may be silent before others take over.
    pub lease: Duration,
    /// Surviving people a batch, at least 1.
    pub batch_size: u32,
    /// Threads that map and prove, at least 1.
    pub threads: usize,
    /// Where relative places are counted from, so that they are found again from elsewhere.
    pub typed_in: Option<PathBuf>,
}

/// What is to be tried again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryRequest {
    /// The output folder.
    pub out: PathBuf,
    /// A corrected or later drop, or a folder of corrected rows; else the drop of the last run.
    pub source: Option<PathBuf>,
    /// The failed batches to try again; else all.
    pub batches: Vec<u32>,
    /// The mappings folder.
    pub mappings: PathBuf,
    /// The profile; else the one that claims every file of the drop.
    pub profile: Option<String>,
    /// Why sealed case files stay as they are although the mappings of today would change them.
    pub accept_changes: Option<String>,
    /// Why attached files that are gone since the run began are given up; their case files are held.
    pub lost_files: Option<String>,
    /// Whether what was written is reconciled at once.
    pub reconcile: bool,
    /// The ledger's address; else `sqlite://OUT/ledger.sqlite`.
    pub ledger: Option<LedgerAddress>,
    /// Threads that map and prove, at least 1.
    pub threads: usize,
    /// Where relative places are counted from, so that they are found again from elsewhere.
    pub typed_in: Option<PathBuf>,
}

/// A reconciliation that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReconcileRequest {
    /// The output folder.
    pub out: PathBuf,
    /// Every drop that the folder's runs used.
    pub sources: Vec<PathBuf>,
    /// An extract of what Mosaic holds after the load.
    pub mosaic: Option<PathBuf>,
    /// The ledger's address; else `sqlite://OUT/ledger.sqlite`.
    pub ledger: Option<LedgerAddress>,
    /// Threads that read and prove, at least 1.
    pub threads: usize,
}

/// What `load` is to do.
#[derive(Clone, Debug)]
pub struct LoadRequest {
    /// The output folder.
    pub out: PathBuf,
    /// The database to load into.
    pub to: DatabaseAddress,
    /// The address of the ledger; `sqlite://OUT/ledger.sqlite` unless given.
    pub ledger: Option<LedgerAddress>,
}
