//! A target table.

use super::{Column, ColumnId, Constraint, FileForm};

/// A target table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The name, in upper case.
    pub name: String,
    /// The name of its import file without `.csv`, such as `05_MO_PERSONS`.
    pub stem: String,
    /// Its place in load order; tables of one number are loaded together.
    pub order: u32,
    /// The columns, in the order of the file.
    pub columns: Vec<Column>,
    /// The row key.
    pub key: Vec<ColumnId>,
    /// Whether its rows belong to no person: batch 0000.
    pub shared: bool,
    /// What must hold of its rows besides, in the order of the file.
    pub constraints: Vec<Constraint>,
    /// The form of its import file.
    pub form: FileForm,
}

impl Table {
    /// A column by its name.
    pub fn column(&self, name: &str) -> Option<ColumnId> {
        let place = self.columns.iter().position(|column| column.name == name)?;
        u16::try_from(place).ok().map(ColumnId)
    }

    /// The name of its import file.
    pub fn file_name(&self) -> String {
        format!("{}.csv", self.stem)
    }
}
