//! Folders that hold somebody else's files.

use std::path::{Path, PathBuf};

use crate::pipeline::RunError;
use crate::pipeline::run_leavings::RunLeavings;
use crate::report::summary::plural;
use crate::target::{FolderLock, TargetError};

/// A folder that a run must not write to, as it holds what no run wrote.
#[derive(Debug, thiserror::Error)]
pub enum ForeignFolder {
    /// It was never one that a run wrote to, and is not empty.
    #[error(
        "{} holds {} that no run wrote, and a run would write among them; name a new or empty folder with --out",
        .out.display(), files_or_folders(*.entries)
    )]
    Another {
        /// The folder.
        out: PathBuf,
        /// How many files and folders are in it.
        entries: u64,
    },
    /// Somebody's files lie where a first run clears what earlier ones left.
    #[error(
        "{} holds {} that no run wrote, where a first run clears what others left, the first of them {}; move them elsewhere, or name a new or empty folder with --out",
        .out.display(), files_or_folders(*.entries), .first.display()
    )]
    Among {
        /// The folder.
        out: PathBuf,
        /// How many files and folders no run wrote.
        entries: u64,
        /// The first of them.
        first: PathBuf,
    },
    /// It is the folder of a project: its `mappings` are those that somebody edits.
    #[error(
        "{} holds mappings of a project in its folder mappings, where a run keeps copies of those it used; name a new or empty folder with --out",
        .out.display()
    )]
    Project {
        /// The folder.
        out: PathBuf,
    },
}

impl ForeignFolder {
    /// Refuses where anything lies that no run wrote among what a first run clears.
    pub(in crate::pipeline) fn refuse_among(out: &Path, foreign: &[PathBuf]) -> Result<(), Self> {
        let Some(first) = foreign.first().cloned() else { return Ok(()) };
        Err(Self::Among { out: out.to_path_buf(), entries: foreign.len() as u64, first })
    }
}

fn files_or_folders(entries: u64) -> String {
    plural(entries, "file or folder", "files or folders")
}

/// Refuses to begin in a folder that no run has ever held and that holds anything, or in that of a project: a first run clears
/// what others left under names that it writes, and what it adds to an export would be taken for a part of it.
///
/// # Errors
/// [`RunError::ForeignFolder`] with the number of what lies there; [`RunError::Target`] where the folder cannot be read.
pub(super) fn refuse_foreign_folder(out: &Path) -> Result<(), RunError> {
    let is_there = |names: &[&str]| names.iter().any(|name| out.join(name).exists());
    if is_there(&["mappings/policy.toml", "mappings/contract"]) {
        return Err(ForeignFolder::Project { out: out.to_path_buf() }.into());
    }
    // A copy may have been made without the lock: its ledger says what it is, and its batches who wrote them.
    if is_there(&["ledger.sqlite", "data/batches"]) || !out.is_dir() {
        return Ok(());
    }
    let entries = strange_entries(out, is_there(&[FolderLock::NAME]))?;
    if entries > 0 {
        return Err(ForeignFolder::Another { out: out.to_path_buf(), entries }.into());
    }
    Ok(ForeignFolder::refuse_among(out, RunLeavings::in_folder(out)?.foreign())?)
}

/// How many files and folders lie directly in a folder that nobody puts there before the first run, nor, where the folder
/// was once held, a run whose ledger is elsewhere.
fn strange_entries(out: &Path, was_held: bool) -> Result<u64, TargetError> {
    let mut entries = 0;
    for entry in std::fs::read_dir(out).map_err(TargetError::at(out))? {
        let name = entry.map_err(TargetError::at(out))?.file_name();
        let name = name.to_string_lossy();
        entries += u64::from(!(may_be_there(&name) || was_held && OF_RUNS.contains(&name.as_ref())));
    }
    Ok(entries)
}

/// What runs put directly into an output folder, beside their ledger.
const OF_RUNS: [&str; 10] = [
    "bag-info.txt",
    "bagit.txt",
    "data",
    "digests",
    "dry-runs",
    "exceptions",
    "manifest-sha256.txt",
    "mappings",
    "reconciliation",
    "tagmanifest-sha256.txt",
];

/// What may be in a folder before the first run: its key, and what a disk or a desktop keeps for itself.
fn may_be_there(name: &str) -> bool {
    name.starts_with('.')
        || ["proof.key", "lost+found", "System Volume Information", "desktop.ini"].contains(&name)
}
