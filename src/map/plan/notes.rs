//! The table that notes are written to (`mappings/notes.toml`).

use std::collections::BTreeMap;

use crate::record::EntityId;
use crate::target::contract::{ColumnId, TableId};

/// Type and title of the note that keeps the columns of merged records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedNote {
    /// Note type.
    pub note_type: String,
    /// Title.
    pub title: String,
}

/// The table that pictures of notes are written to as documents, and its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageTable {
    /// The table.
    pub table: TableId,
    /// Row key.
    pub legacy_id: ColumnId,
    /// Whose document it is.
    pub owner: ColumnId,
    /// What kind of document it is.
    pub category: ColumnId,
    /// The file's name.
    pub file_name: ColumnId,
    /// SHA-256 of the file, in lower-case hexadecimal.
    pub sha256: ColumnId,
    /// Its size.
    pub bytes: ColumnId,
    /// What other columns hold in every such row.
    pub constants: Vec<(ColumnId, String)>,
}

/// The table that notes are written to, and its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notes {
    /// The table.
    pub table: TableId,
    /// Row key.
    pub legacy_id: ColumnId,
    /// The person's key.
    pub person: ColumnId,
    /// Note type.
    pub note_type: ColumnId,
    /// Title.
    pub title: ColumnId,
    /// When it was written.
    pub created_on: ColumnId,
    /// Who wrote it.
    pub created_by: ColumnId,
    /// Who changed it last.
    pub updated_by: ColumnId,
    /// The text, in note markup.
    pub note: ColumnId,
    /// The widest user name that the column of authors takes.
    pub author_width: Option<usize>,
    /// The notes that keep the columns of merged records, by entity.
    pub merged: BTreeMap<EntityId, MergedNote>,
    /// Where pictures within notes go; none where they go nowhere.
    pub image: Option<ImageTable>,
}

impl Notes {
    /// The columns of the table that every note fills or leaves empty by itself.
    pub fn columns(&self) -> [ColumnId; 8] {
        [
            self.legacy_id,
            self.person,
            self.note_type,
            self.title,
            self.created_on,
            self.created_by,
            self.updated_by,
            self.note,
        ]
    }
}
