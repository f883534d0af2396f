//! Where attachments lie.

use crate::record::EntityId;

/// The folder of attachments, one file each, named by the key of the row that describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentsRule {
    /// The folder within the drop, without a slash at either end.
    pub folder: String,
    /// The entity that describes the files.
    pub entity: EntityId,
}

impl DocumentsRule {
    /// Whether a path within the drop lies in the folder.
    pub fn holds(&self, path: &str) -> bool {
        path.strip_prefix(self.folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
    }
}
