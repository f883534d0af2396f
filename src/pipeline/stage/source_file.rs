//! The files of the drop, as the report lists them.

use crate::record::EntityId;

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path within the drop, parts separated by `/`.
    pub path: String,
    /// The entity it feeds; `None` for a document.
    pub entity: Option<EntityId>,
    /// Rows read, those left out by a rule of the reader included.
    pub records: u64,
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes that were parsed, 64 lower-case hexadecimal digits.
    pub sha256: String,
}

/// A file that the profile says to leave alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IgnoredFile {
    /// Path within the drop.
    pub path: String,
    /// The reason that the profile gives.
    pub reason: String,
}
