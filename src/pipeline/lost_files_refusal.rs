//! Why attached files that are gone keep a run from going on.

use std::path::PathBuf;

use super::drop_changes::first_under;
use super::error_words::without;

/// Attached files that a run read when it began are gone, or are back after they were given up.
#[derive(Debug, thiserror::Error)]
pub enum LostFilesRefusal {
    /// Attached files that a run read when it began are gone.
    #[error(
        "{} holds a run that did not come to its end, and attached files of its export are gone ({}); bring them back or, \
         where they are lost for good, `{command}` holds their case files and writes all others",
        .out.display(), first_under("gone", .files)
    )]
    Gone {
        /// The output folder.
        out: PathBuf,
        /// The files within the export.
        files: Vec<String>,
        /// The command that gives them up.
        command: String,
    },
    /// Attached files that were given up are back before the run came to its end.
    #[error(
        "attached files that the run of {} gave up are back ({}); take them out of the export until the run came to its \
         end, then `retry --source` with an export that has them writes what they held",
        .out.display(), first_under("back", .files)
    )]
    Back {
        /// The output folder.
        out: PathBuf,
        /// The files within the export.
        files: Vec<String>,
    },
    /// Nothing is to be given up: what is sealed would be another without the files.
    #[error(
        "attached files that are gone belong to case files that {} has sealed, and a sealed one never changes ({}); {}",
        .out.display(), first_under("gone", .files), without(.command.as_deref())
    )]
    Sealed {
        /// The output folder.
        out: PathBuf,
        /// Each file, and its batch.
        files: Vec<String>,
        /// The command that writes what is left without them; none where nobody has a copy.
        command: Option<String>,
    },
    /// Attached files that are gone are not given up: a sealed batch names somebody who would be held without them.
    #[error(
        "nothing is given up: a form in sealed batch {number:04} of {} names somebody who would be held without what is gone ({}), and a sealed batch \
         never changes; bring the files back, then type `{command}`, or begin the run anew in another folder",
        .out.display(), first_under("gone", .files)
    )]
    Named {
        /// The output folder.
        out: PathBuf,
        /// The number of the batch.
        number: u32,
        /// The files within the export.
        files: Vec<String>,
        /// The command that goes on once they are back.
        command: String,
    },
}
