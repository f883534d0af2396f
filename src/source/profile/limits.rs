//! Counts at which an exporting tool cuts without a word.

/// Row and cell counts that mean a file was probably cut; empty where the shape has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Counts of data rows in one file, such as 100,000: exactly so many rows raise `row-limit-hit`.
    pub rows: Vec<u64>,
    /// Characters in one cell, such as 32,767: exactly so many raise `truncated-at-excel-limit`.
    pub cell_characters: Vec<u64>,
    /// Line feeds in one cell, such as 253: exactly so many raise `truncated-at-excel-limit`.
    pub cell_line_feeds: Vec<u64>,
}
