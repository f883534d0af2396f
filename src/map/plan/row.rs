//! A target row that a source record gives.

use super::{Cell, Condition};
use crate::record::FieldId;
use crate::target::contract::{ColumnId, TableId};

/// A row that records of an entity give in one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPlan {
    /// The table.
    pub table: TableId,
    /// When a record gives it.
    pub when: Condition,
    /// The row is written only when all of these cells have a value.
    pub only_with: Vec<ColumnId>,
    /// The row is written only when one of these cells has a value, unless there are none here.
    pub only_with_any: Vec<ColumnId>,
    /// How many records give how many rows.
    pub shape: RowShape,
    /// One cell for each column of the table, in the contract's order.
    pub cells: Vec<Cell>,
    /// Which batch it stands in.
    pub place: Place,
    /// Whether it is the entity's main table: a record without such a row is merged.
    pub main: bool,
    /// Line of the mapping file, counted from 1.
    pub line: u32,
}

impl RowPlan {
    /// A row without cells, for conditions that stand in no row.
    pub(super) fn empty() -> Self {
        Self {
            table: TableId(0),
            when: Condition::Always,
            only_with: Vec::new(),
            only_with_any: Vec::new(),
            shape: RowShape::One,
            cells: Vec::new(),
            place: Place::Own,
            main: false,
            line: 0,
        }
    }
}

/// How many records give how many rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowShape {
    /// One record, one row.
    One,
    /// Consecutive records that are equal in some columns give one row.
    Run(Run),
    /// One row for each part of a cell, such as `NEG+EMO`.
    Split {
        /// The cell that is split.
        column: ColumnId,
        /// What stands between two parts.
        separator: char,
    },
}

/// Consecutive records of one parent that give one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The column that records of one run share besides (the episode).
    pub within: FieldId,
    /// The date they follow each other by.
    pub start: FieldId,
    /// The end date; the next record of a run starts on it.
    pub end: FieldId,
    /// The columns that must be equal.
    pub equal: Vec<FieldId>,
    /// A condition that a record must meet to continue the run before it.
    pub continues: Condition,
    /// Whether a record that starts on the day after the one before it ends is taken to start on the day on which that one
    /// ends: the mapping and the policy say so.
    pub hands_over: bool,
}

/// Which batch a row stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The batch of the case file (batch 0000 for shared records).
    Own,
    /// The last batch of the run, in the case file's count: addresses.
    Address,
    /// The last batch of the run, as a joining record or a link between the work of two people.
    Joining,
}
