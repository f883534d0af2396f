//! When a row, a cell or a rule applies.

use jiff::civil::Date;

use crate::record::FieldId;
use crate::target::contract::ColumnId;

/// A condition on a source record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Holds for every record.
    Always,
    /// The column is neither null nor empty.
    Filled(FieldId),
    /// The column of days or times holds one: not a day that stands for none, nor a text that is no day.
    Dated(FieldId),
    /// The normal form of the column (flags `0`/`1`, GUIDs in lower case) is one of these texts.
    Equals {
        /// The source column.
        field: FieldId,
        /// The texts, at least one.
        values: Vec<String>,
    },
    /// The column holds a day, or a time on a day, before this one.
    Before {
        /// The source column.
        field: FieldId,
        /// The day.
        day: Date,
    },
    /// The column points at a reference row whose own column is one of these texts.
    Attribute {
        /// The source column, of kind reference or lookup to a table held in memory.
        field: FieldId,
        /// The column of the row pointed at.
        attribute: FieldId,
        /// The texts, at least one.
        values: Vec<String>,
    },
    /// Another cell of the same target row has one of these texts.
    Written {
        /// The column of the same row.
        column: ColumnId,
        /// The texts; none means any text at all.
        values: Vec<String>,
    },
    /// The form has an answer to a question with this user code in Mosaic.
    Answered(String),
    /// The form has no answers at all.
    NoAnswers,
    /// The column points at a record that belongs to the same case file.
    SamePerson(FieldId),
    /// The case file has no record but this one.
    Alone,
    /// A record of somebody else's case file names this person (the other side of a relationship, for one).
    Named,
    /// The record gives no row in a main table: of an answer, because its value was turned away, or nothing is ticked in its list.
    /// For lines of notes.
    NoRow,
    /// All of these.
    All(Vec<Condition>),
    /// Any of these.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
}

impl Condition {
    /// The first column of the record that it asks for; none where it asks for what is around the record.
    pub fn asks_for(&self) -> Option<FieldId> {
        match self {
            Self::Filled(field)
            | Self::Dated(field)
            | Self::Equals { field, .. }
            | Self::Before { field, .. }
            | Self::Attribute { field, .. }
            | Self::SamePerson(field) => Some(*field),
            Self::All(several) | Self::Any(several) => several.iter().find_map(Self::asks_for),
            Self::Not(not) => not.asks_for(),
            _ => None,
        }
    }
}
