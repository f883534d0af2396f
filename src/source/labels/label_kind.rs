//! What a label stands for.

use crate::record::EntityId;

/// What a label stands for, by the kind of its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LabelKind {
    /// A number of a list of options.
    Option {
        /// The list.
        list: String,
    },
    /// The identifier of a row of a code table.
    Code {
        /// The table.
        table: EntityId,
    },
    /// The identifier of a record of one of these tables.
    Record {
        /// The tables.
        tables: Vec<EntityId>,
    },
    /// The name of that one of these tables in which the record is.
    Table {
        /// The tables.
        tables: Vec<EntityId>,
    },
}
