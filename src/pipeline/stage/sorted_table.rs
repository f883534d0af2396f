//! A table of fixed-size entries on disk, read back in groups of one key.

use std::path::PathBuf;

use super::{BlockLog, StageError};
use crate::record::Guid;

const PARTS: usize = 64;
const MEMORY: usize = 4 << 20;

/// Entries of `N` bytes on disk that start with a sixteen-byte key; read back sorted, one group a key, holding one
/// sixty-fourth of them in memory at a time.
#[derive(Debug)]
pub(crate) struct SortedTable<const N: usize> {
    log: BlockLog,
}

impl<const N: usize> SortedTable<N> {
    /// Makes the file.
    pub(crate) fn create(path: PathBuf) -> Result<Self, StageError> {
        Ok(Self { log: BlockLog::create(path, PARTS, MEMORY)? })
    }

    /// Adds an entry.
    pub(crate) fn add(&mut self, entry: &[u8; N]) -> Result<(), StageError> {
        self.log.append(part(&entry[..16]), |out| out.extend_from_slice(entry))
    }

    /// Gives every group of entries with one key, entries of a group sorted; then removes the file.
    pub(crate) fn groups(
        mut self,
        mut each: impl FnMut(&[[u8; N]]) -> Result<(), StageError>,
    ) -> Result<(), StageError> {
        self.log.flush_all()?;
        let mut entries: Vec<[u8; N]> = Vec::new();
        for list in 0..PARTS {
            entries.clear();
            self.log.read(list, |block| {
                entries.extend(block.as_chunks::<N>().0);
                Ok(())
            })?;
            entries.sort_unstable();
            for group in entries.chunk_by(|left, right| left[..16] == right[..16]) {
                each(group)?;
            }
        }
        Ok(())
    }
}

/// The part that a key belongs to: of 64, by a mix of its bytes.
pub(crate) fn part_of(key: Guid) -> usize {
    part(&key.bytes())
}

fn part(key: &[u8]) -> usize {
    let mixed = key.iter().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(*byte)));
    (mixed.wrapping_mul(0x9E37_79B9) >> 26) as usize % PARTS
}
