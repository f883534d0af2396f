//! Why a command failed.

use std::io;
use std::path::PathBuf;

use care2mosaic::ledger::LedgerAddressError;
use care2mosaic::pipeline::{Exit, RunError};
use care2mosaic::record::Diagnostic;
use care2mosaic::report::model::ReportError;
use care2mosaic::seal::SealError;
use care2mosaic::synth::SynthError;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum CommandError {
    /// A run ended early.
    #[error(transparent)]
    Run(#[from] RunError),
    /// A synthetic drop was not written.
    #[error(transparent)]
    Synth(#[from] SynthError),
    /// A key or a list of signers cannot be used.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A report cannot be read.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The folder of a new project holds something.
    #[error("{} is not empty; name a new folder, or empty this one", .0.display())]
    NotEmpty(PathBuf),
    /// A file of a new project cannot be written.
    #[error("cannot write {}: {source}; free space, or name a folder in which you may write", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A new folder could not be filled.
    #[error("{error}; nothing is left of what was written into {}, so that the same command can be typed again", .folder.display())]
    TakenAway {
        /// The folder.
        folder: PathBuf,
        /// Why.
        error: Box<Self>,
    },
    /// The address of the ledger is none.
    #[error(transparent)]
    Ledger(#[from] LedgerAddressError),
    /// Standard output takes no more.
    #[error("cannot write to standard output: {0}")]
    Output(io::Error),
}

impl CommandError {
    /// The code that the command ends with.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Run(error) => error.exit(),
            Self::Synth(
                SynthError::NotEmpty { .. }
                | SynthError::ListThere { .. }
                | SynthError::NoPeople
                | SynthError::DefectsOfAShape
                | SynthError::DefectsOfFewTables
                | SynthError::UnknownTable { .. },
            )
            | Self::NotEmpty(_)
            | Self::Seal(_)
            | Self::Ledger(_) => Exit::Usage,
            Self::Report(ReportError::Read { .. } | ReportError::Format { .. }) => Exit::Refused,
            Self::Report(ReportError::Syntax { .. }) => Exit::Integrity,
            Self::TakenAway { error, .. } => error.exit(),
            Self::Write { source, .. } if source.kind() == io::ErrorKind::NotADirectory => Exit::Usage,
            Self::Synth(_) | Self::Report(_) | Self::Write { .. } | Self::Output(_) => Exit::Internal,
        }
    }

    /// The mistakes of the mappings, where it failed for them.
    pub(super) fn mistakes(&self) -> &[Diagnostic] {
        match self {
            Self::Run(error) => error.diagnostics(),
            Self::TakenAway { error, .. } => error.mistakes(),
            _ => &[],
        }
    }

    /// What to do next, where the message does not say it.
    pub(super) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::TakenAway { error, .. } => error.hint(),
            Self::Run(RunError::Mappings(found)) if found.iter().any(is_without_dictionary) => {
                Some("`care2mosaic init DIR` writes mappings to start from")
            }
            Self::Run(error) if error.is_without_profile() => Some(
                "`care2mosaic profile EXPORT --scaffold DIR` drafts mappings for an export that no profile fits",
            ),
            Self::Run(error) if error.to_string().contains("corrections-1/") => Some(
                "corrections-1 is the first folder of corrected rows that was laid over the export with --source",
            ),
            _ => None,
        }
    }
}

/// Whether the mappings have no data dictionary: then they are none, and there is nothing to mend.
fn is_without_dictionary(found: &Diagnostic) -> bool {
    found.span == (0..0) && found.file.as_os_str() == "dictionary.csv"
}
