//! One run an output folder at a time.

use std::fs::{File, TryLockError};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use super::{TargetError, create_folder};

/// The file that is locked.
const LOCK: &str = FolderLock::NAME;

/// Holds an output folder. The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// The name of the file that is locked, in the output folder.
    pub const NAME: &str = ".lock";

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
        let file = File::open(output.join(LOCK));
        file.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    }

    /// What the folder keeps to be known by, wherever it is mounted; none before it was given.
    pub fn id_of(output: &Path) -> Option<String> {
        let id = std::fs::read_to_string(output.join(LOCK)).ok()?;
        Some(id.trim().to_owned()).filter(|id| !id.is_empty())
    }

    /// The number under which the file system knows the lock of a folder; a copy of the folder has another.
    pub fn number_of(output: &Path) -> Result<u64, TargetError> {
        let path = output.join(LOCK);
        Ok(path.metadata().map_err(TargetError::at(&path))?.ino())
    }

    /// Lets a folder that somebody holds keep what it is known by.
    pub fn put_id(output: &Path, id: &str) -> Result<(), TargetError> {
        let path = output.join(LOCK);
        let mut file = File::options().write(true).open(&path).map_err(TargetError::at(&path))?;
        let written = writeln!(file, "{id}").and_then(|()| file.sync_all());
        written.map_err(TargetError::at(&path))
    }

    fn with(
        output: &Path,
        lock: impl FnOnce(&File) -> Result<(), TryLockError>,
    ) -> Result<Self, TargetError> {
        create_folder(output)?;
        let path = output.join(LOCK);
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
