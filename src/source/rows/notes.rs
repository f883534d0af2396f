//! What a reader notes besides the records.

use std::collections::BTreeMap;

use super::Faults;
use crate::record::Reason;
use crate::source::LineEnds;

/// What was noted while a file was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// What is wrong with the file.
    pub faults: Faults,
    /// Lines on which the header stands again; they gave no record.
    pub repeated_headers: Vec<u64>,
    /// Lines of rows that sum the others up; they gave no record.
    pub summary_rows: Vec<u64>,
    /// Filled values of each column of the file that the dictionary does not know, in the order of
    /// [`Header::unknown`](super::Header::unknown).
    pub unknown_filled: Vec<u64>,
    /// For each column of the entity, how often `NULL` or a declared null word stood unquoted.
    pub null_words: Vec<u64>,
    /// For each column of the entity, how often a NUL stood for the empty string; empty where none did.
    pub nul_characters: Vec<u64>,
    /// For each column of the entity by its place, how often a value was written in a form that is counted.
    pub forms: BTreeMap<(usize, Reason), u64>,
    /// Rows of which cells were skipped or spanned by number.
    pub sparse_rows: u64,
    /// How lines end.
    pub line_ends: LineEnds,
}

impl Notes {
    /// Counts a value that is written in another form than the usual one.
    pub(in crate::source) fn count_form(&mut self, column: usize, reason: Reason) {
        *self.forms.entry((column, reason)).or_default() += 1;
    }

    /// Counts a NUL that stands for the empty string.
    pub(in crate::source) fn count_nul(&mut self, column: usize) {
        self.nul_characters.resize(self.null_words.len(), 0);
        self.nul_characters[column] += 1;
    }
}
