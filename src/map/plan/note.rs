//! Remainder notes: what has no column of its own in Mosaic.

use super::Source;
use crate::record::{EntityId, FieldId};
use crate::target::contract::ColumnId;

/// Where lines of a record go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotePlace {
    /// A note of its own in the note table.
    Note {
        /// One a record, or one a person and entity.
        scope: NoteScope,
        /// The suffix of the note's key after the colon: `remainder`, or the entity's name.
        suffix: String,
        /// Note type.
        note_type: String,
        /// Title.
        title: String,
    },
    /// At the foot of the record's own note, after a line `[CareDirector]`.
    Tail {
        /// The row of [`super::EntityPlan::rows`] that is the note.
        row: usize,
        /// The cell with the subject that may be too long for its column.
        subject: Option<FieldId>,
    },
    /// One line at the foot of the note of the record that a column names: label, then what the lines show, a space between.
    ParentTail {
        /// The column that names the record.
        parent: FieldId,
    },
    /// In a plain-text column of a row, lines parted by LF.
    Column {
        /// The row of [`super::EntityPlan::rows`].
        row: usize,
        /// The column.
        column: ColumnId,
    },
}

/// How many notes there are, and whose stamp they carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteScope {
    /// One a record, written by who recorded it and dated when.
    Record {
        /// Who recorded it.
        created_by: FieldId,
        /// When.
        created_on: FieldId,
        /// Who changed it last.
        updated_by: Option<FieldId>,
    },
    /// One a person and entity: each record's lines under a line `[<guid>]`; dated with the extract.
    Person,
}

/// The lines that records of an entity leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotePlan {
    /// Where the lines go.
    pub place: NotePlace,
    /// The lines, in order.
    pub lines: Vec<Line>,
}

impl NotePlan {
    /// Whether the record leaves no note but a line at the foot of another's.
    pub fn is_line_of_another(&self) -> bool {
        matches!(self.place, NotePlace::ParentTail { .. })
    }
}

/// One line, `Label: value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The label before the colon.
    pub label: String,
    /// Where the value comes from.
    pub source: LineSource,
    /// A value for which no line is written.
    pub unless: Option<String>,
    /// A condition besides.
    pub when: super::Condition,
    /// Line of the mapping file, counted from 1.
    pub line: u32,
}

/// Where the value of a line comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineSource {
    /// A source column, written as its kind demands.
    Field(FieldId, LineKind),
    /// A computation, always the last lines.
    Computed(Source),
}

/// How a value is written in a line and read back from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Text, number or identifier as it is; inner line ends followed by two spaces.
    Text,
    /// `YYYY-MM-DD`.
    Date,
    /// A UTC instant as `YYYY-MM-DD HH:MM:SS`, UK time.
    DateTime,
    /// Yes or No.
    Flag,
    /// `Text [number]`.
    Option(String),
    /// `Name [Code]`.
    Reference(EntityId),
    /// `display [guid]`.
    Lookup(EntityId),
    /// `Table: display [guid]`; the companion column names the table.
    Polymorphic {
        /// The companion column.
        table: FieldId,
    },
}
