//! The copy of the mappings that a run used.

use std::path::Path;

use super::{TargetError, create_folder, sync_folder, write_atomically};
use crate::record::crash_point;

/// Copies a mappings folder into `OUT/mappings/NNNN`; a complete copy is left as it is.
pub fn copy_mappings(mappings: &Path, output: &Path, run: u32) -> Result<(), TargetError> {
    let parent = output.join("mappings");
    let target = parent.join(format!("{run:04}"));
    if target.exists() {
        return Ok(());
    }
    let temporary = parent.join(format!(".{run:04}.tmp"));
    if temporary.exists() {
        std::fs::remove_dir_all(&temporary).map_err(TargetError::at(&temporary))?;
    }
    copy_folder(mappings, &temporary)?;
    crash_point("mappings-complete", "");
    std::fs::rename(&temporary, &target).map_err(TargetError::at(&target))?;
    sync_folder(&parent)
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), TargetError> {
    create_folder(to)?;
    for entry in std::fs::read_dir(from).map_err(TargetError::at(from))? {
        let entry = entry.map_err(TargetError::at(from))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy_folder(&source, &target)?;
        } else {
            let bytes = std::fs::read(&source).map_err(TargetError::at(&source))?;
            write_atomically(&target, |out| out.write_all(&bytes))?;
        }
    }
    Ok(())
}
