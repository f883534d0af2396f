//! What was read.

use serde::{Deserialize, Serialize};

/// The files of the drop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Files that were read, in order of path.
    pub files: Vec<SourceFile>,
    /// Files that the profile leaves aside, with its reason.
    pub ignored: Vec<IgnoredFile>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Path within the drop.
    pub path: String,
    /// The entity it feeds.
    pub entity: String,
    /// The number of records.
    pub records: u64,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// A file that the profile leaves aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IgnoredFile {
    /// Path within the drop.
    pub path: String,
    /// The profile's reason.
    pub reason: String,
}

/// A file of reference or control data: read, applied and listed, without outcomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceFile {
    /// Path within the drop.
    pub file: String,
    /// The list or table that it holds.
    pub list: String,
    /// The number of records.
    pub records: u64,
}
