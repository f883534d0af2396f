//! Folders that a command is to fill.

use std::path::Path;

use care2mosaic::pipeline::refuse_within_output;

use super::command_error::CommandError;

/// Refuses a folder that holds something already, or lies in an output folder.
pub(super) fn refuse_filled(folder: &Path) -> Result<(), CommandError> {
    if is_filled(folder) {
        return Err(CommandError::NotEmpty(folder.to_path_buf()));
    }
    Ok(refuse_within_output(folder)?)
}

/// Whether a folder holds something already.
fn is_filled(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|mut entries| entries.next().is_some())
}
