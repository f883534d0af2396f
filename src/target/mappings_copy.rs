//! The copy of the mappings that a run used.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::atomic_file::sync_files;
use super::{TargetError, create_folder, sync_folder};
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

/// Copies a folder that has its name only when it is complete: its files are made durable together.
fn copy_folder(from: &Path, to: &Path) -> Result<(), TargetError> {
    create_folder(to)?;
    for entry in std::fs::read_dir(from).map_err(TargetError::at(from))? {
        let entry = entry.map_err(TargetError::at(from))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy_folder(&source, &target)?;
        } else {
            let bytes = std::fs::read(&source).map_err(TargetError::at(&source))?;
            write_private(&target, &bytes).map_err(TargetError::at(&target))?;
            crash_point("mapping-file-written", &entry.file_name().to_string_lossy());
        }
    }
    sync_files(to)
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    File::options().write(true).create_new(true).mode(0o600).open(path)?.write_all(bytes)
}
