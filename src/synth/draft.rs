//! A row that is being filled in.

use jiff::civil::Date;

use super::clock::Moment;
use super::{Rng, Row, Schema};
use crate::record::Guid;

/// A row together with the names of its columns. Every name is a column of the standard dictionary.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    schema: &'a Schema,
    row: Row,
}

impl<'a> Draft<'a> {
    /// An empty row of that table.
    pub(super) fn new(schema: &'a Schema, table: &str) -> Self {
        Self { schema, row: Row::new(schema, schema.table(table)) }
    }

    /// The table's name.
    pub(super) fn table(&self) -> &'a str {
        self.schema.name(self.row.table)
    }

    /// Whether the table has that column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.schema.column(self.row.table, column).is_some()
    }

    /// Sets a column to what the drop will hold.
    pub(super) fn put(&mut self, column: &str, value: Option<String>) -> &mut Self {
        let known = self.row.set(self.schema, column, value);
        debug_assert!(known, "{} has no column {column}", self.table());
        self
    }

    /// Sets a column to a text.
    pub(super) fn text(&mut self, column: &str, value: impl Into<String>) -> &mut Self {
        self.put(column, Some(value.into()))
    }

    /// Sets a column to a number.
    pub(super) fn number(&mut self, column: &str, value: i64) -> &mut Self {
        self.put(column, Some(value.to_string()))
    }

    /// Sets a column to 0 or 1.
    pub(super) fn flag(&mut self, column: &str, value: bool) -> &mut Self {
        self.put(column, Some(u8::from(value).to_string()))
    }

    /// Sets a column to a day.
    pub(super) fn day(&mut self, column: &str, value: impl Into<Option<Date>>) -> &mut Self {
        self.put(column, value.into().map(|day| day.to_string()))
    }

    /// Sets a column to a time.
    pub(super) fn time(&mut self, column: &str, value: impl Into<Option<Moment>>) -> &mut Self {
        self.put(column, value.into().map(Moment::text))
    }

    /// Sets a column to an identifier, in upper or lower case.
    pub(super) fn guid(&mut self, rng: &mut Rng, column: &str, value: impl Into<Option<Guid>>) -> &mut Self {
        self.put(column, value.into().map(|guid| rng.guid_text(guid)))
    }

    /// Sets the row version stamp.
    pub(super) fn version(&mut self, rng: &mut Rng) -> &mut Self {
        let stamp = rng.below(1 << 40);
        self.put("VersionStamp", Some(format!("0x{stamp:016X}")))
    }

    /// Whether a column is null.
    pub(super) fn guid_is_null(&self, column: &str) -> bool {
        self.row.get(self.schema, column).is_none()
    }

    /// Gives another row of the same table the same values.
    pub(super) fn copy_into(&self, other: &mut Self) {
        other.row.clone_from(&self.row);
    }

    /// The finished row.
    pub(super) fn done(self) -> Row {
        self.row
    }
}
