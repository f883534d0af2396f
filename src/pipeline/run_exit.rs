//! The code that a command ends with when a run ended early.

use super::stage::StageError;
use super::{Exit, ProofFileError, ProveError, RunError};
use crate::ledger::LedgerError;
use crate::load::LoadError;
use crate::reconcile::extract::ExtractError;
use crate::source::{DropError, ReadError};
use crate::target::TargetError;

impl RunError {
    /// The code that the command ends with.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Mappings(_) | Self::Profile(_) => Exit::Mappings,
            Self::Drop(DropError::Temporary { .. }) => Exit::Internal,
            Self::Drop(_) => Exit::Source,
            Self::Source(error) => read_exit(error),
            Self::Stage(error) => stage_exit(error),
            Self::Target(error) => target_exit(error),
            Self::Prove(error) => prove_exit(error),
            Self::Extract(error) => extract_exit(error),
            Self::Ledger(error) => ledger_exit(error),
            Self::Batches { exit, .. } => *exit,
            Self::Usage(_) | Self::Seal(_) | Self::ProofFile(ProofFileError::Read { .. }) => Exit::Usage,
            Self::Differs { .. }
            | Self::UnknownBatch { .. }
            | Self::LedgerGone { .. }
            | Self::LedgerUnfinished { .. }
            | Self::Unfinished { .. }
            | Self::LedgerOfAnother { .. }
            | Self::NotShared { .. }
            | Self::NoRun { .. }
            | Self::ForeignFolder(_)
            | Self::NoOutputFolder(_)
            | Self::UnfinishedRetry { .. }
            | Self::LostFiles(_)
            | Self::TakenOver
            | Self::SourceMissing { .. }
            | Self::SourceChanged { .. }
            | Self::ChangedInPlace { .. }
            | Self::UnfinishedOther { .. }
            | Self::SourceWanted { .. }
            | Self::SealedWouldChange { .. }
            | Self::NoRoot { .. }
            | Self::ProofBrokenOff { .. }
            | Self::Signed { .. }
            | Self::SignedAlready { .. }
            | Self::Unsealed { .. }
            | Self::NotProven { .. } => Exit::Refused,
            Self::Load(error) => load_exit(error),
            Self::Audit(refusal) => refusal.exit(),
            Self::Tampered { .. }
            | Self::ListsChanged { .. }
            | Self::RowsCorrected { .. }
            | Self::ProofFile(_)
            | Self::NotToBeSealed { .. }
            | Self::ChangedSince { .. }
            | Self::Report(_)
            | Self::SealedDiffers { .. }
            | Self::Changed { .. }
            | Self::Added { .. } => Exit::Integrity,
            Self::Interrupted => Exit::Interrupted,
        }
    }
}

fn stage_exit(error: &StageError) -> Exit {
    match error {
        StageError::EmptyDrop { .. } | StageError::Unread { .. } => Exit::Source,
        StageError::NothingToCorrect { .. } => Exit::Refused,
        StageError::Source(error) => read_exit(error),
        StageError::Spool { .. } | StageError::Damaged { .. } => Exit::Internal,
        StageError::Configuration { .. } | StageError::NoExtractDate { .. } => Exit::Mappings,
        StageError::Interrupted => Exit::Interrupted,
    }
}

fn read_exit(error: &ReadError) -> Exit {
    match error {
        ReadError::Temporary { .. } => Exit::Internal,
        ReadError::Io { .. }
        | ReadError::Packed { .. }
        | ReadError::Changed { .. }
        | ReadError::Several(_) => Exit::Source,
    }
}

fn extract_exit(error: &ExtractError) -> Exit {
    match error {
        ExtractError::Read { .. } | ExtractError::Empty { .. } | ExtractError::Form { .. } => Exit::Source,
        ExtractError::Rules { .. } | ExtractError::NotCovered { .. } => Exit::Mappings,
        ExtractError::Temporary { .. } => Exit::Internal,
        ExtractError::Interrupted => Exit::Interrupted,
    }
}

fn prove_exit(error: &ProveError) -> Exit {
    match error {
        ProveError::Output { .. } | ProveError::Temporary { .. } => Exit::Internal,
        ProveError::Source { .. } | ProveError::SourceChanged { .. } => Exit::Source,
        ProveError::Stage(error) => stage_exit(error),
        ProveError::Interrupted => Exit::Interrupted,
    }
}

fn ledger_exit(error: &LedgerError) -> Exit {
    match error {
        LedgerError::Damaged { .. } => Exit::Integrity,
        LedgerError::Database { .. }
        | LedgerError::Runtime(_)
        | LedgerError::File { .. }
        | LedgerError::Disk { .. }
        | LedgerError::ReadOnly { .. } => Exit::Internal,
        LedgerError::Locked { .. }
        | LedgerError::Unreachable { .. }
        | LedgerError::Denied { .. }
        | LedgerError::Tls { .. }
        | LedgerError::NoDatabase { .. }
        | LedgerError::Empty { .. }
        | LedgerError::Unfinished { .. }
        | LedgerError::Older { .. }
        | LedgerError::Version { .. } => Exit::Refused,
    }
}

fn load_exit(error: &LoadError) -> Exit {
    match error {
        LoadError::Address => Exit::Usage,
        LoadError::Open { .. } => Exit::Internal,
        LoadError::Connect { .. }
        | LoadError::Ledger { .. }
        | LoadError::Refused { .. }
        | LoadError::Differs { .. } => Exit::Refused,
        LoadError::Count { .. } | LoadError::Dangling { .. } => Exit::Integrity,
    }
}

/// The code for an output that could not be written.
pub(crate) fn target_exit(error: &TargetError) -> Exit {
    match error {
        TargetError::Io { .. } => Exit::Internal,
        TargetError::Locked { .. } | TargetError::Sealed { .. } => Exit::Refused,
        TargetError::ProofKey { .. } => Exit::Usage,
        TargetError::Document { .. } | TargetError::Unreadable { .. } => Exit::Source,
    }
}
