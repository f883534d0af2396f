//! A row of the drop while it is made.

use super::Schema;
use crate::record::Guid;

/// A table's place in the dictionary.
pub use crate::record::EntityId as TableId;

/// A row of one table, its values in the dictionary's order: `None` is null, `Some("")` the empty string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The table.
    pub table: TableId,
    /// One value a column, as the file will hold it.
    pub values: Vec<Option<String>>,
}

impl Row {
    /// A row of that table with every column null.
    pub fn new(schema: &Schema, table: TableId) -> Self {
        Self { table, values: vec![None; schema.width(table)] }
    }

    /// The value of a column; null also where the table has no such column.
    pub fn get(&self, schema: &Schema, column: &str) -> Option<&str> {
        self.values[schema.column(self.table, column)?].as_deref()
    }

    /// Sets a column; `None` makes it null. A table without such a column keeps its row as it is and answers false.
    pub fn set(&mut self, schema: &Schema, column: &str, value: Option<String>) -> bool {
        let Some(place) = schema.column(self.table, column) else { return false };
        self.values[place] = value;
        true
    }

    /// The identifier in a column, whatever its case.
    pub fn guid(&self, schema: &Schema, column: &str) -> Option<Guid> {
        Guid::parse(self.get(schema, column)?).ok()
    }

    /// The row's own identifier.
    pub fn key(&self, schema: &Schema) -> Option<Guid> {
        Guid::parse(self.values[schema.key(self.table)?].as_deref()?).ok()
    }
}
