//! One file of the drop.

use crate::record::FileId;

/// A file of the drop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropFile {
    /// Its number: its place in the list of the drop's files.
    pub id: FileId,
    /// Its path within the drop, `/` between folders, as it is told and stored everywhere: names that people gave to
    /// attachments are numbers in it, as soon as the drop knows where attachments lie
    /// ([`DropFolder::with_told_names`](super::DropFolder::with_told_names)).
    pub path: String,
    /// The path that it has, where that is not told.
    pub(super) untold: Option<String>,
    /// Its size in bytes when it was listed.
    pub bytes: u64,
}

impl DropFile {
    /// The path that it has within the drop, to open the file and to find the row that names it. It may be a value: it is
    /// never told.
    pub fn own_path(&self) -> &str {
        self.untold.as_deref().unwrap_or(&self.path)
    }
}
