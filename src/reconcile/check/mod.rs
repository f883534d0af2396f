//! The checks: each has a stable id, a summary of one line, and a file of its own.

mod cells;
mod digests_agree;
mod not_accounted_for;
mod record_swapped;
mod rejected_values;
mod value_mismatch;

pub use cells::{CELL, MISSING_ROW, ROW_IN_ITS_BATCH, UNEXPECTED_ROW};
pub use digests_agree::DIGESTS_AGREE;
pub use not_accounted_for::NOT_ACCOUNTED_FOR;
pub use record_swapped::RECORD_SWAPPED;
pub use rejected_values::REJECTED_VALUES;
pub use value_mismatch::VALUE_MISMATCH;

/// A check that the proof makes.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Check {
    /// The stable id, as `differences.csv` and the report write it.
    pub id: &'static str,
    /// What it makes sure of, in one line.
    pub summary: &'static str,
}
