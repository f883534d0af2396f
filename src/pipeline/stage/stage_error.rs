//! Why staging ended early.

use std::io;
use std::path::PathBuf;

use super::Seen;
use crate::pipeline::error_words::told;
use crate::record::{EntityId, Stop};
use crate::source::ReadError;

/// Why staging ended early. Problems of the data are findings and stops, never errors.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// The drop has no row in the table of people: exit code 4.
    #[error("the drop has no people: expected at least one row in {entity}; ask for the extract again")]
    EmptyDrop {
        /// The entity whose records are people.
        entity: String,
        /// The same by its place in the dictionary.
        people: EntityId,
        /// What was seen of the drop all the same.
        seen: Box<Seen>,
    },
    /// A file of the drop cannot be read, or changed while it was read: exit code 4.
    #[error(transparent)]
    Source(#[from] ReadError),
    /// Files of the drop must not be read, or cannot: exit code 4.
    #[error("{told}")]
    Unread {
        /// Which, and what to do next.
        told: String,
        /// What was seen of the drop all the same.
        seen: Box<Seen>,
    },
    /// Corrected rows change records that the drop does not have: exit code 7.
    #[error(
        "corrected rows stand in place of rows of the export, and {} of them have no row there ({}): take them out; \
         records that are new, or whose key was put right, come with a later export",
        .rows.len(), told(.rows)
    )]
    NothingToCorrect {
        /// File and line of each, table and key.
        rows: Vec<String>,
    },
    /// A temporary file under the output folder cannot be written or read back: exit code 1.
    #[error("cannot use the temporary file {}: {source}; free space or mend permissions, then run the same command again", path.display())]
    Spool {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A temporary file does not hold what was written to it: exit code 1.
    #[error("the temporary file {} was changed by other hands while it was used; run the same command again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The plan or `people.toml` names something that the dictionary does not have: exit code 6.
    #[error("{file}: {message}")]
    Configuration {
        /// The mapping file.
        file: String,
        /// What is wrong and what to do next.
        message: String,
    },
    /// No extract date: exit code 6.
    #[error(
        "no extract date: neither the control totals nor the profile's `taken_on` give one; declare `taken_on` in the profile"
    )]
    NoExtractDate {
        /// What was seen of the drop all the same.
        seen: Box<Seen>,
    },
    /// Somebody asked the run to stop.
    #[error("interrupted; run the same command again to go on")]
    Interrupted,
}

impl StageError {
    /// That files are not read, and what was seen of the drop all the same.
    pub(in crate::pipeline) fn unread(unread: &[Stop], seen: Box<Seen>) -> Self {
        let told: Vec<_> = unread.iter().map(|stop| format!("{}: {}", stop.file, stop.message)).collect();
        Self::Unread { told: told.join("; "), seen }
    }
}
