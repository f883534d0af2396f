//! What a reader notes besides the records.

use super::Faults;
use crate::source::LineEnds;

/// What was noted while a file was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// What is wrong with the file.
    pub faults: Faults,
    /// Lines on which the header stands again; they gave no record.
    pub repeated_headers: Vec<u64>,
    /// Filled values of each column of the file that the dictionary does not know, in the order of
    /// [`Header::unknown`](super::Header::unknown).
    pub unknown_filled: Vec<u64>,
    /// For each column of the entity, how often `NULL` or a declared null word stood unquoted.
    pub null_words: Vec<u64>,
    /// For each column of the entity, how often a NUL stood for the empty string; empty where none did.
    pub nul_characters: Vec<u64>,
    /// Rows of which cells were skipped or spanned by number.
    pub sparse_rows: u64,
    /// How lines end.
    pub line_ends: LineEnds,
}

impl Notes {
    /// Counts a NUL that stands for the empty string.
    pub(in crate::source) fn count_nul(&mut self, column: usize) {
        self.nul_characters.resize(self.null_words.len(), 0);
        self.nul_characters[column] += 1;
    }
}
