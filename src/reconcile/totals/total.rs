//! Totals with names turned into numbers.

use crate::map::plan::{CodeBy, CodeTableId};
use crate::record::{EntityId, FieldId};
use crate::target::contract::{ColumnId, TableId};

/// A total that is counted on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// What differences name it by.
    pub id: String,
    /// What it is, for people.
    pub title: String,
    /// The rows of the export that count.
    pub sources: Vec<SourceRows>,
    /// The rows of the import files that count.
    pub target: TargetRows,
    /// Set where it is counted person by person: the column that names the person.
    pub people: Option<ColumnId>,
    /// Whether pictures within notes count besides, each with its bytes.
    pub inline_images: bool,
    /// Line of `totals.toml`, counted from 1.
    pub line: u32,
}

/// Rows of the export that count, and what by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRows {
    /// The entity.
    pub entity: EntityId,
    /// What they are grouped by.
    pub by: Vec<SourceBy>,
    /// Columns, or columns of the row pointed at, that are one of these texts.
    pub conditions: Vec<TextCondition>,
    /// Columns that are filled.
    pub filled: Vec<FieldId>,
    /// Columns that are empty.
    pub empty: Vec<FieldId>,
    /// First and last day of what must be open on the day of the extract.
    pub open: Option<(FieldId, FieldId)>,
    /// The column of the file whose bytes are added up.
    pub sum: Option<FieldId>,
}

/// A column that tells an age.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Born {
    /// The day of birth.
    pub field: FieldId,
    /// When it counts: columns, or columns of the row pointed at, that are one of these texts.
    pub only: Vec<TextCondition>,
}

/// A column, or a column of the row that it points at, that is one of these texts.
pub type TextCondition = (FieldId, Option<FieldId>, Vec<String>);

/// What rows of the export are grouped by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceBy {
    /// The age by the first of these that counts and says something.
    Age(Vec<Born>),
    /// A code through a code table.
    Code {
        /// The column.
        column: FieldId,
        /// The code table.
        table: CodeTableId,
        /// What it is keyed by.
        by: CodeBy,
        /// What parts several codes.
        split: Option<String>,
        /// What the policy gives where the column is empty.
        otherwise: Option<String>,
    },
    /// The key of a record.
    Key(FieldId),
}

/// Rows of the import files that count, and what by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetRows {
    /// The table.
    pub table: TableId,
    /// What they are grouped by.
    pub by: Vec<TargetBy>,
    /// Cells that are one of these texts.
    pub conditions: Vec<(ColumnId, Vec<String>)>,
    /// Cells that are none of these texts.
    pub not: Vec<(ColumnId, Vec<String>)>,
    /// Cells that are empty.
    pub empty: Vec<ColumnId>,
    /// First and last day of what must be open on the day of the extract.
    pub open: Option<(ColumnId, ColumnId)>,
    /// The number that is added up.
    pub sum: Option<ColumnId>,
}

/// What rows of the import files are grouped by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetBy {
    /// The age by the first of these that is filled.
    Age(Vec<ColumnId>),
    /// A cell.
    Cell(ColumnId),
}
