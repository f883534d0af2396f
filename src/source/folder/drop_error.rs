//! Why a drop could not be listed.

use std::io;
use std::path::PathBuf;

use super::Refusal;

/// The drop is no folder that can be read. Exit code 4.
#[derive(Debug, thiserror::Error)]
pub enum DropError {
    /// There is no such folder.
    #[error("{}: no such folder; name the folder that holds the export", .path.display())]
    Absent {
        /// The path given.
        path: PathBuf,
    },
    /// It is a file, and no zip, or neither a file nor a folder.
    #[error("{}: neither a folder nor a zip; name the folder that holds the export's files", .path.display())]
    NotAFolder {
        /// The path given.
        path: PathBuf,
    },
    /// A file of all entities changed while it was parted.
    #[error("{}: changed while it was read; run again when nothing writes to the drop, best from a copy of it", .path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// There is no file in it.
    #[error("{}: the drop is empty; name the folder that holds the export's files", .path.display())]
    Empty {
        /// The path given.
        path: PathBuf,
    },
    /// It may be corrected rows or an export, and is neither as it is.
    #[error("{}: {problem}", .path.display())]
    Doubtful {
        /// The path given.
        path: PathBuf,
        /// What speaks against either, and what to do.
        problem: String,
    },
    /// The operating system refused.
    #[error("{}: cannot be read ({source}); see that you may read it", .path.display())]
    Io {
        /// The folder or file concerned.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// What is made of the export while it is read cannot be kept. Exit code 1.
    #[error("{}: no temporary folder can be made or filled there ({source}); see its space and rights", .path.display())]
    Temporary {
        /// The folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Some of it must not be read, or cannot.
    #[error("{}: {}", .path.display(), told(.refusals))]
    Refused {
        /// The path given.
        path: PathBuf,
        /// What is not read.
        refusals: Vec<Refusal>,
    },
}

fn told(refusals: &[Refusal]) -> String {
    let told: Vec<_> =
        refusals.iter().map(|Refusal { stop, .. }| format!("{}: {}", stop.file, stop.message)).collect();
    told.join("; ")
}
