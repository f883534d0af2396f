//! A row for a target table.

use super::TableId;

/// A row: its cells in the contract's column order, none for null.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TargetRow {
    /// The table.
    pub table: TableId,
    /// The cells.
    pub cells: Vec<Option<String>>,
}
