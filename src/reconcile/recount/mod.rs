//! Counts the rows of an export a second time, by another reader than the one that the migration was fed by.
//!
//! What is read here is held against what staging handed on: as many rows of each entity, with the same keys.

mod flat_table;
mod key_sums;
mod raw_files;

pub use flat_table::FlatColumns;
pub use key_sums::{KeySum, KeySums};
pub use raw_files::recount;
