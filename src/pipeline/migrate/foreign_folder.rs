//! Folders that hold somebody else's files.

use std::path::{Path, PathBuf};

use crate::pipeline::RunError;
use crate::report::summary::plural;
use crate::target::{FolderLock, TargetError};

/// A folder that was never one that a run wrote to, and is not empty.
#[derive(Debug, thiserror::Error)]
#[error(
    "{} holds {} that no run wrote, and a run would write among them; name a new or empty folder with --out",
    .out.display(), plural(*.entries, "file or folder", "files or folders")
)]
pub struct ForeignFolder {
    /// The folder.
    out: PathBuf,
    /// How many files and folders are in it.
    entries: u64,
}

/// Refuses to begin in a folder that no run has ever held and that holds anything: a first run clears the names that it
/// writes, and what it adds to an export would be taken for a part of it.
///
/// # Errors
/// [`RunError::ForeignFolder`] with the number of what lies there; [`RunError::Target`] where the folder cannot be read.
pub(super) fn refuse_foreign_folder(out: &Path) -> Result<(), RunError> {
    // A copy may have been made without the lock: its ledger says what it is, and its batches who wrote them.
    let is_own =
        [FolderLock::NAME, "ledger.sqlite", "data/batches"].iter().any(|name| out.join(name).exists());
    if is_own || !out.is_dir() {
        return Ok(());
    }
    let mut entries = 0;
    for entry in std::fs::read_dir(out).map_err(TargetError::at(out))? {
        let name = entry.map_err(TargetError::at(out))?.file_name();
        entries += u64::from(!may_be_there(&name.to_string_lossy()));
    }
    if entries == 0 { Ok(()) } else { Err(ForeignFolder { out: out.to_path_buf(), entries }.into()) }
}

/// What may be in a folder before the first run: its key, and what a disk or a desktop keeps for itself.
fn may_be_there(name: &str) -> bool {
    name.starts_with('.')
        || ["proof.key", "lost+found", "System Volume Information", "desktop.ini"].contains(&name)
}
