//! Files that are complete under their final names, readable by their owner alone.

use std::fs::{DirBuilder, DirEntry, File};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::NamedTempFile;

use super::TargetError;
use crate::record::crash_point;

/// Creates a folder and those above it, open to their owner alone (0700).
pub fn create_folder(path: &Path) -> Result<(), TargetError> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(TargetError::at(path))
}

/// How the name of a file begins that is not complete.
pub(crate) const PART: &str = ".part-";

/// Removes from a folder what a process that was killed left unfinished there, as far as nobody has written to it after `until`;
/// where that is none, nobody else may be writing into the folder.
pub fn remove_parts(folder: &Path, until: Option<SystemTime>) -> Result<(), TargetError> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let entry = entry.map_err(TargetError::at(folder))?;
        let is_part = entry.file_name().to_string_lossy().starts_with(PART);
        if is_part && is_left(&entry, until).unwrap_or(true) {
            remove(&entry.path()).map_err(TargetError::at(&entry.path()))?;
        }
    }
    Ok(())
}

/// Whether a folder holds a file that was being written when a process ended.
pub fn has_parts(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with(PART))
}

fn is_left(entry: &DirEntry, until: Option<SystemTime>) -> io::Result<bool> {
    let Some(until) = until else { return Ok(true) };
    Ok(entry.metadata()?.modified()? <= until)
}

/// Removes a file, unless whoever wrote it has done so or given it its name meanwhile.
fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// The time by the clock of the disk that a folder is on, by which files there are dated.
pub fn time_in(folder: &Path) -> Result<SystemTime, TargetError> {
    let file = tempfile::Builder::new().prefix(PART).tempfile_in(folder).map_err(TargetError::at(folder))?;
    file.as_file().metadata().and_then(|found| found.modified()).map_err(TargetError::at(folder))
}

/// Whether a complete file may have its name: an error leaves it without, and what stood there stays. Asked where another
/// process may have taken over meanwhile.
pub type MayName<'a> = &'a mut dyn FnMut() -> io::Result<()>;

/// A file of mode 0600 that gets its name only when it is complete; dropped before, it leaves nothing.
#[derive(Debug)]
pub struct AtomicFile {
    path: PathBuf,
    out: BufWriter<NamedTempFile>,
}

impl AtomicFile {
    /// Begins a file; its folder is made if it is not there.
    pub fn create(path: &Path) -> Result<Self, TargetError> {
        let folder = path.parent().unwrap_or(Path::new("."));
        create_folder(folder)?;
        let temporary = tempfile::Builder::new().prefix(PART).tempfile_in(folder);
        let temporary: NamedTempFile = temporary.map_err(TargetError::at(path))?;
        Ok(Self { path: path.to_path_buf(), out: BufWriter::with_capacity(1 << 16, temporary) })
    }

    /// The name that it will have.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where it lies until it has its name, with everything that was written so far.
    pub fn so_far(&mut self) -> Result<&Path, TargetError> {
        let flushed = self.out.flush();
        flushed.map_err(TargetError::at(&self.path))?;
        Ok(self.out.get_ref().path())
    }

    /// Makes it durable under its name: fsync, rename, fsync of the folder.
    pub fn commit(self) -> Result<(), TargetError> {
        self.commit_if(&mut || Ok(()))
    }

    /// The same if it may have its name, which is asked when it is complete.
    pub fn commit_if(self, may_name: MayName<'_>) -> Result<(), TargetError> {
        let at = || TargetError::at(&self.path);
        let temporary = self.out.into_inner().map_err(|error| at()(error.into_error()))?;
        temporary.as_file().sync_all().map_err(at())?;
        let name = self.path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        crash_point("file-complete", &name);
        may_name().map_err(at())?;
        temporary.persist(&self.path).map_err(|error| at()(error.error))?;
        crash_point("file-named", &name);
        sync_folder(self.path.parent().unwrap_or(Path::new(".")))
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes a file of mode 0600: a temporary file beside it, fsync, rename, fsync of the folder.
pub fn write_atomically(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), TargetError> {
    write_atomically_if(path, &mut || Ok(()), write)
}

/// The same if the file may have its name, which is asked when it is complete.
pub fn write_atomically_if(
    path: &Path,
    may_name: MayName<'_>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), TargetError> {
    let mut file = AtomicFile::create(path)?;
    write(&mut file).map_err(TargetError::at(path))?;
    file.commit_if(may_name)
}

/// How many files are made durable at once: they wait for the disk and not for a processor, and a disk takes many together
/// in hardly more time than one.
const AT_ONCE: usize = 16;

/// Makes the files in a folder durable, then their names. All were written before, so that they wait together.
pub(super) fn sync_files(folder: &Path) -> Result<(), TargetError> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(TargetError::at(folder))? {
        let path = entry.map_err(TargetError::at(folder))?.path();
        files.extend((!path.is_dir()).then_some(path));
    }
    let share = files.len().div_ceil(AT_ONCE).max(1);
    std::thread::scope(|scope| {
        let sync_all = |files: &'_ [PathBuf]| files.iter().try_for_each(|file| sync(file));
        let shares: Vec<_> = files.chunks(share).map(|files| scope.spawn(move || sync_all(files))).collect();
        let mut done = shares.into_iter().map(std::thread::ScopedJoinHandle::join);
        done.try_for_each(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })?;
    sync_folder(folder)
}

/// Makes the names in a folder durable.
pub fn sync_folder(folder: &Path) -> Result<(), TargetError> {
    sync(folder)
}

fn sync(path: &Path) -> Result<(), TargetError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(TargetError::at(path))
}
