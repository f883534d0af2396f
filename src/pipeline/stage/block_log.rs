//! Many append-only lists in one temporary file.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::StageError;

const LEAST: usize = 4 << 10;
const MOST: usize = 1 << 20;

/// Room for the entry that fills a block, so that a block seldom grows to twice its room.
const ENTRY: usize = 2 << 10;

#[derive(Clone, Copy, Debug)]
struct Block {
    start: u64,
    length: u32,
}

/// Many append-only lists in one temporary file: each list gathers a block in memory, full blocks go to the end of the
/// file. Memory is bounded however many lists there are, and no list needs a file of its own.
#[derive(Debug)]
pub(crate) struct BlockLog {
    path: PathBuf,
    file: Option<File>,
    end: u64,
    limit: usize,
    open: Vec<Vec<u8>>,
    blocks: Vec<Vec<Block>>,
}

impl BlockLog {
    /// Makes the file, mode 0600, for so many lists that share about `memory` bytes.
    pub(crate) fn create(path: PathBuf, lists: usize, memory: usize) -> Result<Self, StageError> {
        let file =
            create_private(&path).map_err(|source| StageError::Spool { path: path.clone(), source })?;
        let limit = (memory / lists.max(1)).clamp(LEAST, MOST);
        let blocks = vec![Vec::new(); lists];
        Ok(Self { path, file: Some(file), end: 0, limit, open: vec![Vec::new(); lists], blocks })
    }

    /// How many lists there are.
    pub(crate) fn lists(&self) -> usize {
        self.blocks.len()
    }

    /// Appends one entry to a list; `write` appends its bytes. An entry is never cut in two blocks.
    pub(crate) fn append(&mut self, list: usize, write: impl FnOnce(&mut Vec<u8>)) -> Result<(), StageError> {
        let open = &mut self.open[list];
        if open.capacity() == 0 {
            open.reserve_exact(self.limit + ENTRY);
        }
        write(open);
        if open.len() >= self.limit {
            self.flush(list)?;
        }
        Ok(())
    }

    /// Writes what is still in memory.
    pub(crate) fn flush_all(&mut self) -> Result<(), StageError> {
        (0..self.blocks.len()).try_for_each(|list| self.flush(list))
    }

    /// Writes what is still in memory and gives the memory back; nothing may be appended afterwards.
    pub(crate) fn finish(&mut self) -> Result<(), StageError> {
        self.flush_all()?;
        self.open.iter_mut().for_each(|open| *open = Vec::new());
        self.file = None;
        Ok(())
    }

    /// Reads what was flushed of a list, block by block, in the order in which entries were appended.
    pub(crate) fn read(
        &self,
        list: usize,
        mut each: impl FnMut(&[u8]) -> Result<(), StageError>,
    ) -> Result<(), StageError> {
        if self.blocks[list].is_empty() {
            return Ok(());
        }
        let mut file = File::open(&self.path).map_err(|source| self.broken(source))?;
        let mut bytes = Vec::new();
        for block in &self.blocks[list] {
            bytes.resize(block.length as usize, 0);
            file.seek(SeekFrom::Start(block.start)).map_err(|source| self.broken(source))?;
            file.read_exact(&mut bytes).map_err(|source| self.broken(source))?;
            each(&bytes)?;
        }
        Ok(())
    }

    /// The error for bytes that are not what was written.
    pub(crate) fn damaged(&self) -> StageError {
        StageError::Damaged { path: self.path.clone() }
    }

    fn flush(&mut self, list: usize) -> Result<(), StageError> {
        let bytes = &mut self.open[list];
        if bytes.is_empty() {
            return Ok(());
        }
        let Some(file) = &mut self.file else { return Err(StageError::Damaged { path: self.path.clone() }) };
        file.write_all(bytes).map_err(|source| StageError::Spool { path: self.path.clone(), source })?;
        let length =
            u32::try_from(bytes.len()).map_err(|_| StageError::Damaged { path: self.path.clone() })?;
        self.blocks[list].push(Block { start: self.end, length });
        self.end += u64::from(length);
        bytes.clear();
        Ok(())
    }

    fn broken(&self, source: std::io::Error) -> StageError {
        StageError::Spool { path: self.path.clone(), source }
    }
}

impl Drop for BlockLog {
    fn drop(&mut self) {
        // Nothing depends on it: the folder is removed as a whole when staging or the run ends.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Makes a new file that only its owner may read.
fn create_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
