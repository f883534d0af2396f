//! A column of a target table.

use super::{ColumnId, TableId};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// A code of a list.
    Code,
    /// A number in decimal digits, with at most this many after the point.
    Number {
        /// Digits after the point.
        scale: u8,
    },
    /// `YYYY-MM-DD`.
    Date,
    /// `YYYY-MM-DDTHH:MM:SS`, UK wall time.
    DateTime,
    /// Either of the two.
    DateOrDateTime,
    /// `Y` or `N`.
    Flag,
}

/// A column that another table's rows are named by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The table.
    pub table: TableId,
    /// The column there.
    pub column: ColumnId,
}

/// A column of a target table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name, in upper case.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// The most characters (digits of a number) it takes.
    pub width: Option<u32>,
    /// Whether it is always filled.
    pub required: bool,
    /// Whether no two rows have the same value.
    pub unique: bool,
    /// Whether a value that is turned away turns the row away: legal status, plan category, alert, restriction.
    pub critical: bool,
    /// The list that its codes are of.
    pub codes: Option<String>,
    /// The columns it may point at; one of them must have the value.
    pub references: Vec<Reference>,
}
