//! What can go wrong while the output is written.

use std::io;
use std::path::{Path, PathBuf};

/// The output could not be written.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// A file or folder could not be read or written.
    #[error("cannot write {}: {source}; free space or mend permissions, then run the same command again", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another run holds the folder.
    #[error("another run holds {}; wait until it has ended", path.display())]
    Locked {
        /// The output folder.
        path: PathBuf,
    },
    /// The folder has a batch of this number already.
    #[error("batch {number:04} is sealed already and never changes")]
    Sealed {
        /// Its number.
        number: u32,
    },
    /// The proof key given is not 32 bytes long.
    #[error("{} is no proof key: expected a file of 32 bytes", path.display())]
    ProofKey {
        /// The file.
        path: PathBuf,
    },
    /// A document cannot be read any more.
    #[error("cannot read document {}: {source}; bring it back, then run the same command again", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A document's bytes are not those that were looked at before.
    #[error("document {} changed while it was copied; take a still copy of the drop and run again", path.display())]
    Document {
        /// The file.
        path: PathBuf,
    },
}

impl TargetError {
    /// Names the file that a system error was about.
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        |source| Self::Io { path: path.to_path_buf(), source }
    }
}
