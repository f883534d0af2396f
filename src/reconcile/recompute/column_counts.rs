//! How the columns of the target fared.

use std::collections::BTreeMap;

use crate::target::contract::{ColumnId, TableId};

/// Differences by target column. Counts of several batches can be added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnCounts {
    differences: BTreeMap<(TableId, ColumnId), u64>,
}

impl ColumnCounts {
    /// Counts a difference.
    pub fn add(&mut self, table: TableId, column: ColumnId) {
        *self.differences.entry((table, column)).or_default() += 1;
    }

    /// Adds the counts of another part.
    pub fn merge(&mut self, other: &Self) {
        for (column, count) in &other.differences {
            *self.differences.entry(*column).or_default() += count;
        }
    }

    /// The differences of a column.
    pub fn of(&self, table: TableId, column: ColumnId) -> u64 {
        self.differences.get(&(table, column)).copied().unwrap_or_default()
    }
}
