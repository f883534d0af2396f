//! One file of the drop.

use crate::record::FileId;

/// A file of the drop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropFile {
    /// Its number: its place in the list of the drop's files.
    pub id: FileId,
    /// Its path within the drop, `/` between folders.
    pub path: String,
    /// Its size in bytes when it was listed.
    pub bytes: u64,
}
