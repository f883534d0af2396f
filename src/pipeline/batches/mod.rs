//! Maps and writes batch after batch: shared records, case files, and what must wait until everybody's fate is known.

mod address_keys;
mod around;
mod case_files;
mod collected;
mod cross_references;
mod duplicates;
mod fates;
mod last_batch;
mod outside;
mod sealing;
mod settled_batch;
mod shared_batch;
mod sharing;
mod unsettled;
mod worked_batch;
mod works;

pub(crate) use around::Around;
pub(crate) use sealing::Sealing;
pub(crate) use works::{BatchWork, Mapped, MappedDrop, map_and_write};
