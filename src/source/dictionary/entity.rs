//! One source table.

use super::{Column, Role};
use crate::record::FieldId;

/// A table of the source, its columns in the dictionary's order: a [`FieldId`] is a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// The table's name.
    pub name: String,
    /// What the entity is to a migration.
    pub role: Role,
    /// The columns.
    pub columns: Vec<Column>,
    /// The column that identifies a row, where there is one.
    pub key: Option<FieldId>,
}

impl Entity {
    /// The column of that name, without regard to case.
    pub fn column(&self, name: &str) -> Option<FieldId> {
        let position = self.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name))?;
        u16::try_from(position).ok().map(FieldId)
    }

    /// The column of that number.
    pub fn field(&self, id: FieldId) -> &Column {
        &self.columns[usize::from(id.0)]
    }

    /// The numbers of all columns in ascending order.
    pub fn fields(&self) -> impl Iterator<Item = FieldId> + use<> {
        (0..u16::try_from(self.columns.len()).unwrap_or(u16::MAX)).map(FieldId)
    }
}
