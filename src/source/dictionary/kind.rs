//! What the value of a column means.

use crate::record::{EntityId, FieldId};

/// What the value of a column means, whatever its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The identifier of the row.
    Key,
    /// A number or word by which people outside know the record.
    Identifier,
    /// Plain text.
    Text,
    /// Text with markup.
    Html,
    /// A day, or a day and time; see [`TimeBasis`](super::TimeBasis).
    Date,
    /// A number.
    Number,
    /// Yes or no.
    Flag,
    /// A number of a list of options.
    Option {
        /// The list's name in the code tables.
        list: String,
    },
    /// The identifier of a row of a code table.
    Reference {
        /// The code table.
        table: EntityId,
    },
    /// The identifier of a row of another table.
    Lookup {
        /// That table.
        table: EntityId,
    },
    /// The identifier of a stored file.
    File {
        /// The table that describes the files.
        table: EntityId,
    },
    /// The identifier of a row of one of several tables.
    Polymorphic {
        /// The tables it may point at.
        tables: Vec<EntityId>,
        /// The column of the same row that names the table, where there is one.
        table_column: Option<FieldId>,
        /// The column of the same row that shows the row pointed at as a person reads it, where there is one.
        name_column: Option<FieldId>,
    },
    /// The table name beside a polymorphic column.
    TableName,
    /// What a person reads in place of an identifier of the same row.
    Label {
        /// The column it is the label of, where the dictionary or its name tells.
        of: Option<FieldId>,
    },
    /// Of use to the source system only.
    System,
}
