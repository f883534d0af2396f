//! What a comparison with an extract came to.

use crate::target::contract::{ColumnId, TableId};

/// What a comparison with an extract came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The files that were read, by name, with their SHA-256.
    pub files: Vec<(String, String)>,
    /// The tables that have rows on either side, in the order of the contract.
    pub tables: Vec<TableComparison>,
    /// Everything that differs: by table, kind, and place.
    pub differences: Vec<ExtractDifference>,
}

/// The comparison of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableComparison {
    /// The table.
    pub table: TableId,
    /// Rows of the import files.
    pub written: u64,
    /// Rows of the extract.
    pub found: u64,
    /// Rows written and not found.
    pub missing: u64,
    /// Rows found and never written, or found once more than they were.
    pub unexpected: u64,
    /// Those of them that have the key of a written row: what was loaded twice.
    pub doubled: u64,
    /// Rows found with other values.
    pub different: u64,
    /// Rows found for the other side of a pair, which the target adds.
    pub mirrored: u64,
    /// How many rows differ in each column, for those that any do in.
    pub columns: Vec<(ColumnId, u64)>,
}

/// What is wrong with a row, in the order in which it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExtractDifferenceKind {
    /// Written and not found.
    Missing,
    /// Found with another value in a column.
    Different,
    /// Found once more than it was written: nobody types a row under the key of another.
    Doubled,
    /// Found and never written.
    Unexpected,
}

impl ExtractDifferenceKind {
    /// The word in the list.
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Different => "different",
            Self::Doubled => "doubled",
            Self::Unexpected => "unexpected",
        }
    }
}

/// One row, or one column of a row, that differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExtractDifference {
    /// The table.
    pub table: TableId,
    /// What is wrong.
    pub kind: ExtractDifferenceKind,
    /// How lists name the row; empty where its key says nothing that may be shown.
    pub row: String,
    /// The file: of the extract, or, for a missing row, within the output folder.
    pub file: String,
    /// The physical line on which the row starts, counted from 1.
    pub line: u64,
    /// The column, where values differ.
    pub column: Option<ColumnId>,
}
