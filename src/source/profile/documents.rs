//! Where attachments lie.

use crate::record::EntityId;
use crate::source::DocumentPath;

/// The folder of attachments, one file each, named by the key of the row that describes it or by what that row says. Or the rows
/// hold the attachments themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentsRule {
    /// The folder within the drop, without a slash at either end.
    pub folder: String,
    /// The entity that describes the files.
    pub entity: EntityId,
    /// Where in the folder a file lies, by its row; none where files are named by the key.
    pub named: Option<DocumentPath>,
    /// The column of the files of rows that holds the content in base64, compared without regard to case.
    pub body: Option<String>,
}

impl DocumentsRule {
    /// Whether a path within the drop lies in the folder.
    pub fn holds(&self, path: &str) -> bool {
        path.strip_prefix(self.folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
    }
}
