//! How an extract differs from the import files without anything being wrong.

use crate::target::contract::{ColumnId, FileForm, TableId};

/// What `extract.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExtractRules {
    /// How the files are written.
    pub(super) form: FileForm,
    /// Words that stand for null.
    pub(super) null_words: Vec<String>,
    /// Forms of dates and of dates with a time, tried in order.
    pub(super) dates: Vec<String>,
    pub(super) datetimes: Vec<String>,
    /// Whether a row that nobody wrote refuses the proof.
    pub(super) unexpected_stops: bool,
    /// Columns that the target adds, in upper case: of one table, or of any.
    pub(super) added: Vec<(Option<TableId>, String)>,
    /// What the target does not give back.
    pub(super) lacks: Vec<NotCompared>,
    /// Columns with dates that the target gives back one day earlier.
    pub(super) day_before: Vec<(TableId, ColumnId)>,
    /// Rows that the target adds for the other side of a pair.
    pub(super) mirrored: Vec<Mirrored>,
    /// Files that are not compared.
    pub(super) ignored: Vec<String>,
}

/// What an extract does not have, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotCompared {
    /// The table.
    pub table: TableId,
    /// The columns; none where it is the whole table.
    pub columns: Vec<ColumnId>,
    /// Why, in the council's words.
    pub reason: String,
}

/// Rows that the target adds for the other side of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mirrored {
    pub(super) table: TableId,
    /// The columns that change places.
    pub(super) ends: [ColumnId; 2],
    /// The columns that are the same on both sides.
    pub(super) same: Vec<ColumnId>,
}

impl ExtractRules {
    /// Whether a row that nobody wrote refuses the proof; else it is listed and counted.
    pub fn unexpected_stops(&self) -> bool {
        self.unexpected_stops
    }

    /// What the extract does not have, and why.
    pub fn not_compared(&self) -> &[NotCompared] {
        &self.lacks
    }

    pub(super) fn lacks_table(&self, table: TableId) -> bool {
        self.lacks.iter().any(|lack| lack.table == table && lack.columns.is_empty())
    }

    pub(super) fn lacks_column(&self, table: TableId, column: ColumnId) -> bool {
        self.lacks.iter().any(|lack| lack.table == table && lack.columns.contains(&column))
    }

    pub(super) fn is_added(&self, table: TableId, name: &str) -> bool {
        let of_table = |own: &Option<TableId>| own.is_none_or(|own| own == table);
        self.added.iter().any(|(own, added)| of_table(own) && added.eq_ignore_ascii_case(name))
    }

    pub(super) fn mirrored(&self, table: TableId) -> Option<&Mirrored> {
        self.mirrored.iter().find(|one| one.table == table)
    }

    pub(super) fn is_day_before(&self, table: TableId, column: ColumnId) -> bool {
        self.day_before.contains(&(table, column))
    }
}
