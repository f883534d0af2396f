//! Places within an output folder, where nothing else may be written.

use std::path::{Path, PathBuf};

use super::RunError;
use super::migrate::absolute;
use crate::target::FolderLock;

/// Refuses a file or folder that would lie in an output folder with batches: every file there is proved, and what came from
/// elsewhere would be told as tampering.
///
/// # Errors
/// [`RunError::Usage`] with the output folder.
pub fn refuse_within_output(place: &Path) -> Result<(), RunError> {
    let Some(output) = output_above(place) else { return Ok(()) };
    Err(RunError::Usage(format!(
        "{} lies in the output folder {}, in which every file is proved: name a place elsewhere",
        place.display(),
        output.display()
    )))
}

/// The output folder with batches that a place lies in; that it is one itself does not count.
fn output_above(place: &Path) -> Option<PathBuf> {
    let is_output = |folder: &&Path| {
        let marks = [FolderLock::NAME, "ledger.sqlite"];
        folder.join("data/batches").is_dir() && marks.iter().any(|name| folder.join(name).is_file())
    };
    absolute(place)?.ancestors().skip(1).find(is_output).map(Path::to_path_buf)
}
