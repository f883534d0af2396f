//! Why a proof could not be made.

use std::io;
use std::path::PathBuf;

use crate::pipeline::stage::StageError;

/// Why a proof could not be made. What differs is no error: it is in the proof.
#[derive(Debug, thiserror::Error)]
pub enum ProveError {
    /// A file of the output folder cannot be read.
    #[error("cannot read {}: {source}; mend permissions or restore the file, then run `care2mosaic reconcile` again", path.display())]
    Output {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file of the export cannot be read.
    #[error("cannot read {}: {source}; restore the export as it was, then run the same command again", path.display())]
    Source {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file of the export is not what it was when the run read it.
    #[error("{} changed while the run was at work; restore the export as it was, then run the same command again", path.display())]
    SourceChanged {
        /// The file.
        path: PathBuf,
    },
    /// A temporary file cannot be written or read.
    #[error("cannot use temporary files in {}: {source}; free space, then run the same command again", path.display())]
    Temporary {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What was staged cannot be read.
    #[error(transparent)]
    Stage(#[from] StageError),
    /// Somebody asked it to stop.
    #[error("interrupted; run the same command again to go on")]
    Interrupted,
}

impl ProveError {
    /// Names the file of the output folder that a system error was about.
    pub(in crate::pipeline) fn output(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        |source| Self::Output { path, source }
    }
}
