//! What became of the source columns.

use serde::{Deserialize, Serialize};

/// What became of a source column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldStatus {
    /// Rebuilt exactly from a column of its own.
    Carried,
    /// Rebuilt exactly from a note.
    Remainder,
    /// Something of it is lost, with the reason.
    Lossy,
    /// Left behind, with the reason.
    NotCarried,
}

impl FieldStatus {
    /// The status as people read it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Carried => "Carried",
            Self::Remainder => "Carried in a note",
            Self::Lossy => "Lossy",
            Self::NotCarried => "Not carried",
        }
    }
}

/// A source column: its status, how often it was filled, how often it differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The entity.
    pub entity: String,
    /// The column.
    pub column: String,
    /// What became of it.
    pub status: FieldStatus,
    /// Why it is lossy or not carried; empty otherwise.
    pub reason: String,
    /// The number of records with this column.
    pub records: u64,
    /// In how many of them it is filled.
    pub filled: u64,
    /// The bytes of these values, in UTF-8.
    #[serde(default)]
    pub bytes: u64,
    /// In how many of them the rebuilt value differs.
    pub differences: u64,
}
