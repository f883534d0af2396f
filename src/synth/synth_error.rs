//! What can go wrong while a synthetic drop is written.

use std::io;
use std::path::{Path, PathBuf};

/// The synthetic drop could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SynthError {
    /// Defects are planted in the standard drop alone, whose lines their list names.
    #[error("hard cases are planted only in the shape v6-sql; leave out --defects or --shape")]
    DefectsOfAShape,
    /// Defects are planted in whole case files alone.
    #[error("hard cases are planted only in whole drops; leave out --defects or --only")]
    DefectsOfFewTables,
    /// A table that the dictionary does not have.
    #[error("--only {name}: no such table{}", near.as_ref().map(|near| format!("; did you mean {near}?")).unwrap_or_default())]
    UnknownTable {
        /// The name given.
        name: String,
        /// The nearest name that there is.
        near: Option<String>,
    },
    /// The folder holds something already.
    #[error("{} is not empty: expected a new folder; name another, or empty this one", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// A list of hard cases is there already, which may be of another drop.
    #[error("{} is there already: expected a new name for the folder that it would stand beside; name another, or move the list away", path.display())]
    ListThere {
        /// The list.
        path: PathBuf,
    },
    /// A council without people.
    #[error("--people 0: expected 1 or more")]
    NoPeople,
    /// A file or folder could not be written.
    #[error("cannot write {}: {source}; free space or mend permissions, then run the same command again", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl SynthError {
    /// Names the file or folder that a system error was about.
    pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        |source| Self::Io { path: path.to_path_buf(), source }
    }
}
