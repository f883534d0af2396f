//! A row that could not be read.

use crate::record::Reason;

/// A row of the file that gave no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenRow {
    /// The physical line on which it starts.
    pub line: u64,
    /// `ragged-row`, `bad-encoding`, `unclosed-quote` or `bad-xml`.
    pub reason: Reason,
    /// The number of fields found in it; in a worksheet, up to the cell that is wrong.
    pub fields: usize,
    /// The offset within the file of the first byte of the row or, for `bad-encoding`, of its first bad byte.
    pub offset: u64,
    /// What was expected in its place, where the code alone does not tell.
    pub expected: Option<&'static str>,
}
