//! What must hold of a table's rows besides the types of their columns.

use std::collections::BTreeMap;

use super::{ColumnId, TableId};
use crate::record::Reason;

/// What must hold of the rows that a condition is met by; a row that breaks it is turned away under the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// The code.
    pub code: Reason,
    /// The rows it is for: each column has one of its texts. None means all rows.
    pub when: Vec<(ColumnId, Vec<String>)>,
    /// What must hold.
    pub demand: Demand,
}

/// What must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Demand {
    /// These columns are filled.
    Filled(Vec<ColumnId>),
    /// These columns are empty.
    Empty(Vec<ColumnId>),
    /// Filled dates or times of these columns do not go back.
    InOrder(Vec<ColumnId>),
    /// Exactly one of these columns is filled.
    OneOf(Vec<ColumnId>),
    /// The column has no more characters than that.
    AtMost(ColumnId, u32),
    /// The column, where it is filled, has one of the texts that stand under the text of another column; a text under
    /// which nothing stands demands nothing.
    Among {
        /// The column.
        column: ColumnId,
        /// The other column.
        by: ColumnId,
        /// The texts, by those of the other column.
        texts: BTreeMap<String, Vec<String>>,
    },
    /// Of the rows with one value of a column there is exactly one that is open: whose end is not filled.
    OneOpen {
        /// The column.
        per: ColumnId,
        /// The end.
        end: ColumnId,
    },
    /// Some row of another table has the column's value.
    Listed {
        /// The column.
        column: ColumnId,
        /// The other table.
        table: TableId,
        /// The column there.
        by: ColumnId,
    },
}
