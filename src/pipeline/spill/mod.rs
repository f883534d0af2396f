//! Temporary files of a run: what must outlive a batch and is too much to keep in memory.

mod packed;
mod row_runs;
mod spill_file;

pub(crate) use packed::{Packed, packed_struct};
pub(crate) use row_runs::RowRuns;
pub(crate) use spill_file::SpillFile;
