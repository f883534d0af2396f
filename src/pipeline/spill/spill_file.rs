//! A temporary file of numbered parts.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::Packed;
use crate::pipeline::stage::StageError;

/// A stretch of the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    start: u64,
    length: usize,
}

#[derive(Debug, Default)]
struct Parts {
    end: u64,
    by_number: BTreeMap<u32, Part>,
}

/// A temporary file of parts, one for each batch, put in by several threads in any order and read back one by one.
#[derive(Debug)]
pub(crate) struct SpillFile {
    path: PathBuf,
    file: File,
    parts: Mutex<Parts>,
}

impl SpillFile {
    /// Makes the file, mode 0600, in a folder that is removed with its run.
    pub(crate) fn create(folder: &Path, name: &str) -> Result<Self, StageError> {
        let path = folder.join(name);
        let mut options = File::options();
        let file = options.create(true).truncate(true).read(true).write(true).mode(0o600).open(&path);
        let file = file.map_err(|source| StageError::Spool { path: path.clone(), source })?;
        Ok(Self { path, file, parts: Mutex::default() })
    }

    /// Puts a part in; it takes the place of an earlier one of that number.
    pub(crate) fn put(&self, number: u32, value: &impl Packed) -> Result<(), StageError> {
        let mut bytes = Vec::new();
        value.put(&mut bytes);
        let part = self.append(&bytes)?;
        self.lock().by_number.insert(number, part);
        Ok(())
    }

    /// Reads a part; a number that has none gives nothing.
    pub(crate) fn get<T: Packed>(&self, number: u32) -> Result<Option<T>, StageError> {
        let Some(part) = self.lock().by_number.get(&number).copied() else { return Ok(None) };
        let mut bytes = vec![0; part.length];
        self.read_at(part.start, &mut bytes)?;
        T::take(&mut bytes.as_slice()).map(Some).ok_or_else(|| self.damaged())
    }

    /// Appends bytes and says where.
    pub(super) fn append(&self, bytes: &[u8]) -> Result<Part, StageError> {
        let mut parts = self.lock();
        let part = Part { start: parts.end, length: bytes.len() };
        (&self.file).write_all(bytes).map_err(|source| self.broken(source))?;
        parts.end += bytes.len() as u64;
        Ok(part)
    }

    pub(super) fn read_at(&self, start: u64, bytes: &mut [u8]) -> Result<(), StageError> {
        self.file.read_exact_at(bytes, start).map_err(|source| self.broken(source))
    }

    /// The error for bytes that are not what was written.
    pub(super) fn damaged(&self) -> StageError {
        StageError::Damaged { path: self.path.clone() }
    }

    fn broken(&self, source: io::Error) -> StageError {
        StageError::Spool { path: self.path.clone(), source }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Parts> {
        // A thread that failed while it held the lock has ended the run already.
        self.parts.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Part {
    pub(super) fn start(self) -> u64 {
        self.start
    }

    pub(super) fn length(self) -> usize {
        self.length
    }
}
