//! What must hold among the written rows, names turned into numbers.

use crate::map::plan::CheckDigit;
use crate::target::contract::{ColumnId, TableId};

/// Periods that hang on one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Periods {
    /// The table.
    pub table: TableId,
    /// Whose periods they are.
    pub of: ColumnId,
    /// The first day.
    pub start: ColumnId,
    /// The last day; empty while it goes on.
    pub end: ColumnId,
}

/// Rows that name a key, under conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    /// The table.
    pub table: TableId,
    /// The column that names the key.
    pub column: ColumnId,
    /// Cells that must have these texts; an empty text means an empty cell.
    pub conditions: Vec<(ColumnId, String)>,
}

/// How many rows of one table name each row of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The table whose rows are named.
    pub table: TableId,
    /// Its column that is named.
    pub column: ColumnId,
    /// The rows that name it.
    pub rows: Naming,
    /// The least number.
    pub least: u32,
    /// The greatest number.
    pub most: Option<u32>,
}

/// What one row has to fulfil by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowRule {
    /// One day is not after the other.
    InOrder {
        /// The earlier one.
        first: ColumnId,
        /// The later one.
        second: ColumnId,
    },
    /// A code demands cells that are filled and cells that are empty.
    ByCode {
        /// The column of the code.
        column: ColumnId,
        /// The code.
        code: String,
        /// Cells that are filled.
        filled: Vec<ColumnId>,
        /// Cells that are empty.
        empty: Vec<ColumnId>,
    },
    /// A cell is filled.
    Filled(ColumnId),
    /// Codes that a cell never has.
    Never {
        /// The column.
        column: ColumnId,
        /// The codes.
        codes: Vec<String>,
    },
    /// Two cells differ.
    Different {
        /// One.
        one: ColumnId,
        /// The other.
        other: ColumnId,
    },
    /// A number has a right check digit.
    CheckDigit {
        /// The number.
        column: ColumnId,
        /// The code that says what it is.
        kind: ColumnId,
        /// That code.
        code: String,
        /// The check.
        check: CheckDigit,
    },
    /// A text is no longer than this, under conditions.
    Width {
        /// The text.
        column: ColumnId,
        /// Cells that must have these texts.
        conditions: Vec<(ColumnId, String)>,
        /// The most characters.
        most: u32,
    },
}

/// Two keys that stand in one row at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The table.
    pub table: TableId,
    /// One key.
    pub one: ColumnId,
    /// The other.
    pub other: ColumnId,
    /// The first day.
    pub start: ColumnId,
    /// The last day.
    pub end: ColumnId,
}

/// Rows that lead from one key to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edges {
    /// The table.
    pub table: TableId,
    /// Where they start.
    pub from: ColumnId,
    /// Where they lead.
    pub to: ColumnId,
}

/// Rows that stand for files of their batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The table.
    pub table: TableId,
    /// The digest.
    pub sha256: ColumnId,
    /// The size.
    pub bytes: ColumnId,
}
