//! Why a drop could not be listed.

use std::io;
use std::path::PathBuf;

/// The drop is no folder that can be read. Exit code 4.
#[derive(Debug, thiserror::Error)]
pub enum DropError {
    /// There is no such folder.
    #[error("{}: no such folder; name the folder that holds the export", .path.display())]
    Absent {
        /// The path given.
        path: PathBuf,
    },
    /// It is a file, and no zip.
    #[error("{}: neither a folder nor a zip; name the folder that holds the export's files", .path.display())]
    NotAFolder {
        /// The path given.
        path: PathBuf,
    },
    /// It is a zip that cannot be unpacked, or must not be.
    #[error("{}: cannot be unpacked: {problem}", .path.display())]
    Packed {
        /// The path given.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// A file of all entities cannot be parted.
    #[error("{}: cannot be parted by entity: {problem}", .path.display())]
    Parted {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
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
    #[error("{}: cannot be listed; see that you may read it", .path.display())]
    Io {
        /// The folder or file concerned.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A symbolic link leads out of the drop, or to a folder.
    #[error("{}: a symbolic link that leads out of the drop or to a folder; put the file itself there", .path.display())]
    LeadsAway {
        /// The link.
        path: PathBuf,
    },
    /// It is a pipe, a socket or a device: reading it might never end.
    #[error("{}: neither a file nor a folder; take it out of the export", .path.display())]
    NoFile {
        /// The pipe, socket or device.
        path: PathBuf,
    },
    /// A file's name is not UTF-8.
    #[error("{}: a file name that is not UTF-8; rename the file", .path.display())]
    Name {
        /// The file, its name as well as it can be shown.
        path: PathBuf,
    },
}
