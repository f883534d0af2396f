//! How a source column fared.

use crate::record::{EntityId, FieldId};

/// How a source column is accounted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldStatus {
    /// Rebuilt from a column of its own.
    Carried,
    /// Rebuilt from a note.
    Remainder,
    /// Something of it is lost everywhere, with a reason.
    Lossy,
    /// Left behind, with a reason.
    NotCarried,
}

impl FieldStatus {
    /// The word that the report uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Carried => "carried",
            Self::Remainder => "remainder",
            Self::Lossy => "lossy",
            Self::NotCarried => "not-carried",
        }
    }
}

/// A column of the export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProof {
    /// The entity.
    pub entity: EntityId,
    /// The column.
    pub field: FieldId,
    /// How it is accounted for.
    pub status: FieldStatus,
    /// Why it is lossy or not carried; empty for the others.
    pub reason: String,
    /// The rows of the entity.
    pub records: u64,
    /// The rows in which it is neither null nor empty.
    pub filled: u64,
    /// The bytes of these values, in UTF-8.
    pub bytes: u64,
    /// The records in which what was rebuilt differs from the export.
    pub differences: u64,
}
