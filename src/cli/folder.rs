//! Folders that a command is to fill.

use std::fs;
use std::path::{Path, PathBuf};

use care2mosaic::pipeline::refuse_within_output;

use super::command_error::CommandError;

/// The folder that the command is typed in; none where that is gone.
pub(super) fn working_folder() -> Option<PathBuf> {
    std::env::current_dir().ok()
}

/// Refuses a folder that holds something already, or lies in an output folder.
pub(super) fn refuse_filled(folder: &Path) -> Result<(), CommandError> {
    if is_filled(folder) {
        return Err(CommandError::NotEmpty(folder.to_path_buf()));
    }
    Ok(refuse_within_output(folder)?)
}

/// Fills a new folder. Where that fails, everything that was made for it is taken away again, so that the same command can be
/// typed once more: half a folder would refuse it.
pub(super) fn filling<T>(
    folder: &Path,
    fill: impl FnOnce() -> Result<T, CommandError>,
) -> Result<T, CommandError> {
    let made: Vec<&Path> = folder.ancestors().take_while(|above| is_missing(above)).collect();
    let was_filled = made.is_empty() && (is_filled(folder) || !folder.is_dir());
    fill().map_err(|error| {
        if was_filled || !take_away(folder, &made) {
            return error;
        }
        CommandError::TakenAway { folder: folder.to_path_buf(), error: Box::new(error) }
    })
}

fn is_missing(path: &Path) -> bool {
    !path.as_os_str().is_empty() && path.symlink_metadata().is_err()
}

/// Takes away what a folder holds, and the folder itself and those above it as far as they were `made`. Whether anything was
/// there, and nothing is left.
fn take_away(folder: &Path, made: &[&Path]) -> bool {
    let Ok(entries) = folder.read_dir() else { return remove_empty(made) };
    let mut is_gone = true;
    let mut any = false;
    for entry in entries.flatten().map(|entry| entry.path()) {
        let is_folder = entry.is_dir() && !entry.is_symlink();
        let removed = if is_folder { fs::remove_dir_all(&entry) } else { fs::remove_file(&entry) };
        is_gone &= removed.is_ok();
        any = true;
    }
    is_gone && (remove_empty(made) || any)
}

/// Removes folders, the lowest first, as far as they are empty; whether any was there.
fn remove_empty(folders: &[&Path]) -> bool {
    folders.iter().filter(|folder| fs::remove_dir(folder).is_ok()).count() > 0
}

/// Whether a folder holds something already.
fn is_filled(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|mut entries| entries.next().is_some())
}
