//! What refuses a run.

use super::Reason;

/// A finding that refuses the run: nothing is written (`hard-cases.md`, first page).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stop {
    /// The reason code.
    pub reason: Reason,
    /// The file of the drop or of the mappings, relative to its folder; empty where none is concerned.
    pub file: String,
    /// The physical line, 0 where none is concerned.
    pub line: u64,
    /// The column or entity concerned, empty where none is.
    pub field: String,
    /// What was expected and what to do next; names keys and counts, never a value.
    pub message: String,
}
