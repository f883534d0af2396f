//! Attached files that were given up.

use serde::{Deserialize, Serialize};

/// An attached file that the run read when it began, and that was gone before it came to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostFile {
    /// Path within the drop.
    pub path: String,
    /// SHA-256 of what it held, in lower-case hexadecimal.
    pub sha256: String,
}

/// Attached files that were given up as lost for good; the case files that need them are held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostFiles {
    /// The reason that was given.
    pub reason: String,
    /// The files, in order of path.
    pub files: Vec<LostFile>,
}
