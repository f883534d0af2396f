//! One run an output folder at a time.

use std::fs::{File, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::{TargetError, create_folder};

/// Holds an output folder. The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Takes hold of a folder, which is made if it is not there.
    pub fn take(output: &Path) -> Result<Self, TargetError> {
        Self::with(output, File::try_lock)
    }

    /// Takes hold of a folder together with others that share it; whoever wants it alone is refused.
    pub fn share(output: &Path) -> Result<Self, TargetError> {
        Self::with(output, File::try_lock_shared)
    }

    /// Whether a process holds a folder, alone or with others; the folder is left as it is.
    pub fn is_taken(output: &Path) -> bool {
        let file = File::open(output.join(".lock"));
        file.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    }

    fn with(
        output: &Path,
        lock: impl FnOnce(&File) -> Result<(), TryLockError>,
    ) -> Result<Self, TargetError> {
        create_folder(output)?;
        let path = output.join(".lock");
        let mut options = File::options();
        let file = options
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&path)
            .map_err(TargetError::at(&path))?;
        match lock(&file) {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(TargetError::Locked { path: output.to_path_buf() }),
            Err(TryLockError::Error(source)) => Err(TargetError::at(&path)(source)),
        }
    }
}
