//! `mappings/notes.toml` as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Name;

/// The table that notes are written to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawNotes {
    pub(in crate::map) note: RawNoteTable,
    #[serde(default)]
    pub(in crate::map) merged: BTreeMap<Name, RawMergedNote>,
    pub(in crate::map) image: Option<RawImageTable>,
}

/// The table that pictures within notes are written to as documents, and which of its columns is which.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawImageTable {
    pub(in crate::map) table: Name,
    pub(in crate::map) legacy_id: Name,
    pub(in crate::map) owner: Name,
    pub(in crate::map) category: Name,
    pub(in crate::map) file_name: Name,
    pub(in crate::map) sha256: Name,
    pub(in crate::map) bytes: Name,
    /// What other columns hold in every such row.
    #[serde(default)]
    pub(in crate::map) constants: BTreeMap<Name, Name>,
}

/// Which of its columns is which.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawNoteTable {
    pub(in crate::map) table: Name,
    pub(in crate::map) legacy_id: Name,
    pub(in crate::map) person: Name,
    pub(in crate::map) note_type: Name,
    pub(in crate::map) title: Name,
    pub(in crate::map) created_on: Name,
    pub(in crate::map) created_by: Name,
    pub(in crate::map) updated_by: Name,
    pub(in crate::map) text: Name,
}

/// Type and title of the note that keeps the columns of merged records.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::map) struct RawMergedNote {
    pub(in crate::map) note_type: Name,
    pub(in crate::map) title: Name,
}
