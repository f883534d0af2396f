//! Why an extract cannot be compared.

use std::io;
use std::path::PathBuf;

use crate::reconcile::reader::FaultKind;

/// Why an extract cannot be compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExtractError {
    /// A folder or file cannot be read.
    #[error("{} cannot be read: {source}; --mosaic names a folder of one CSV file a table", .path.display())]
    Read {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A folder has no file of any table.
    #[error("{} has no file of a table; --mosaic names a folder of one CSV file a table", .folder.display())]
    Empty {
        /// The folder.
        folder: PathBuf,
    },
    /// A record is not in the form that `extract.toml` says.
    #[error(
        "line {line} of {}: {}; say in extract.toml how the extract is written, or have it drawn again", .path.display(),
        .kind.word()
    )]
    Form {
        /// The file.
        path: PathBuf,
        /// The physical line on which the record starts, counted from 1.
        line: u64,
        /// What is wrong with it.
        kind: FaultKind,
    },
    /// `extract.toml` has mistakes.
    #[error("{} has {} mistake(s):{}", .path.display(), .mistakes.len(), on_lines(.mistakes))]
    Rules {
        /// The file.
        path: PathBuf,
        /// Each mistake with its line.
        mistakes: Vec<String>,
    },
    /// Files or columns that are neither in the contract nor declared, or that are not there.
    #[error(
        "{} is not covered ({}):{}\nDeclare them in an extract.toml, in the extract or in the mappings",
        .folder.display(), .found.len(), on_lines(.found)
    )]
    NotCovered {
        /// The extract.
        folder: PathBuf,
        /// Each file or column, and what is wrong with it.
        found: Vec<String>,
    },
    /// Temporary files cannot be written or read.
    #[error("temporary files in {} cannot be written or read: {source}", .path.display())]
    Temporary {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Somebody wants the comparison to stop.
    #[error("interrupted; the same command begins again")]
    Interrupted,
}

/// Each on a line of its own.
fn on_lines(mistakes: &[String]) -> String {
    mistakes.iter().flat_map(|mistake| ["\n  ", mistake]).collect()
}
