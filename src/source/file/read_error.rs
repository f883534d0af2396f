//! Why a file of the drop could not be read.

use std::io;

/// A file of the drop could not be read, or was not the same file at the end as at the beginning. Exit code 4.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The operating system refused.
    #[error("{path}: cannot be read; see that the file is there and that you may read it")]
    Io {
        /// The path within the drop.
        path: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// A compressed file is damaged, or made to fill a disk.
    #[error("{path}: cannot be unpacked: {problem}")]
    Packed {
        /// The path within the drop.
        path: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Size, time of change or the file itself differ from when reading began.
    #[error(
        "{path}: changed while it was read; run again when nothing writes to the drop, best from a copy of it"
    )]
    Changed {
        /// The path within the drop.
        path: String,
    },
}

impl ReadError {
    /// Makes an error of that file out of an operating system's.
    pub(super) fn io(path: &str) -> impl FnOnce(io::Error) -> Self {
        move |source| match source.kind() {
            // What unpacks says so; the operating system never does.
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
                Self::Packed { path: path.to_owned(), problem: source.to_string() }
            }
            _ => Self::Io { path: path.to_owned(), source },
        }
    }
}
