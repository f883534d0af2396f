//! Folders for what is made of an export while it is read.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// What the names of folders and of their locks begin with.
const PREFIX: &str = ".care2mosaic-";
/// What the names of locks end in.
const LOCK: &str = ".lock";

/// A folder that only its owner may read, and that goes when nobody uses it any more. A file beside it is locked for as long
/// as the process lives: of a process that was killed the folder stays, and the next one that makes a folder there finds it
/// unlocked and removes it.
#[derive(Debug)]
pub(crate) struct PrivateFolder {
    path: PathBuf,
    lock: PathBuf,
    _held: File,
}

impl PrivateFolder {
    /// Makes a folder beside a file or folder or, where that cannot be written to, in the system's temporary folder.
    pub(crate) fn beside(path: &Path) -> io::Result<Self> {
        match path.parent().map(Self::within) {
            Some(Ok(folder)) => Ok(folder),
            _ => Self::within(&tempfile::env::temp_dir()),
        }
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    fn within(parent: &Path) -> io::Result<Self> {
        remove_left(parent);
        let (held, lock) = locked_file(parent)?;
        let path = folder_of(&lock).ok_or(io::ErrorKind::InvalidInput)?;
        let made = Self { path, lock, _held: held };
        DirBuilder::new().mode(0o700).create(&made.path)?;
        Ok(made)
    }
}

impl Drop for PrivateFolder {
    fn drop(&mut self) {
        // What stays behind is removed by the next run; it must find the lock to know that it may.
        if removed(&self.path) {
            let _ = fs::remove_file(&self.lock);
        }
    }
}

/// A new file that this process has locked.
fn locked_file(parent: &Path) -> io::Result<(File, PathBuf)> {
    loop {
        let new = |path: &Path| File::options().write(true).create_new(true).mode(0o600).open(path);
        let made = tempfile::Builder::new().prefix(PREFIX).suffix(LOCK).make_in(parent, new)?;
        let (file, path) = made.keep().map_err(|error| error.error)?;
        file.lock()?;
        // Another process may have found it before it was locked, and removed it.
        if file.metadata()?.nlink() > 0 {
            return Ok((file, path));
        }
    }
}

/// Removes the folders of processes that do not live any more.
fn remove_left(parent: &Path) {
    let entries = fs::read_dir(parent).into_iter().flatten().filter_map(Result::ok);
    for lock in entries.map(|entry| entry.path()) {
        let Some(folder) = folder_of(&lock) else { continue };
        let Ok(file) = File::options().write(true).open(&lock) else { continue };
        if file.try_lock().is_ok() && removed(&folder) {
            let _ = fs::remove_file(&lock);
        }
    }
}

/// The folder that a lock is of; none where the file is no lock.
fn folder_of(lock: &Path) -> Option<PathBuf> {
    let name = lock.file_name()?.to_str()?.strip_suffix(LOCK)?;
    name.starts_with(PREFIX).then(|| lock.with_file_name(name))
}

/// Removes a folder; whether it is gone.
fn removed(folder: &Path) -> bool {
    match fs::remove_dir_all(folder) {
        Ok(()) => true,
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn folders_that_nobody_holds_are_removed() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("drop.zip");
        let live = PrivateFolder::beside(&file).unwrap();
        fs::write(live.path().join("content"), "x").unwrap();
        // As a process leaves it that was killed: the lock goes with the process.
        fs::write(place.path().join(".care2mosaic-gone.lock"), "").unwrap();
        fs::create_dir(place.path().join(".care2mosaic-gone")).unwrap();
        fs::write(place.path().join(".care2mosaic-gone/content"), "x").unwrap();
        fs::write(place.path().join("other.lock"), "").unwrap();
        let second = PrivateFolder::beside(&file).unwrap();
        assert!(live.path().join("content").exists(), "its process lives");
        assert!(!place.path().join(".care2mosaic-gone").exists());
        assert_eq!(names(place.path()), 5, "two folders, their locks, and a lock of somebody else");
        drop((live, second));
        assert_eq!(names(place.path()), 1);
    }
}
