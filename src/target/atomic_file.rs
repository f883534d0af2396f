//! Files that are complete under their final names, readable by their owner alone.

use std::fs::{DirBuilder, File};
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use tempfile::NamedTempFile;

use super::TargetError;

/// Creates a folder and those above it, open to their owner alone (0700).
pub fn create_folder(path: &Path) -> Result<(), TargetError> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(TargetError::at(path))
}

/// Writes a file of mode 0600: a temporary file beside it, fsync, rename, fsync of the folder.
pub fn write_atomically(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), TargetError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    create_folder(folder)?;
    let at = || TargetError::at(path);
    let temporary = NamedTempFile::new_in(folder).map_err(at())?;
    let mut out = std::io::BufWriter::new(temporary);
    write(&mut out).and_then(|()| out.flush()).map_err(at())?;
    let temporary = out.into_inner().map_err(|error| TargetError::at(path)(error.into_error()))?;
    temporary.as_file().sync_all().map_err(at())?;
    temporary.persist(path).map_err(|error| TargetError::at(path)(error.error))?;
    sync_folder(folder)
}

/// Makes the names in a folder durable.
pub fn sync_folder(folder: &Path) -> Result<(), TargetError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(TargetError::at(folder))
}
