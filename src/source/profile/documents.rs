//! Where attachments lie.

use crate::record::{EntityId, FieldId};
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
    /// Rows that hold contents themselves.
    pub bodies: Vec<BodyRule>,
}

/// Rows that hold the content of an attachment, in base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyRule {
    /// The entity of the rows: that which describes attachments, or one that has them.
    pub entity: EntityId,
    /// The column that holds the key of what describes the attachment.
    pub file: FieldId,
    /// The column of the files that holds the content, compared without regard to case; no column of the dictionary.
    pub column: String,
}

impl DocumentsRule {
    /// Whether a path within the drop lies in the folder.
    pub fn holds(&self, path: &str) -> bool {
        path.strip_prefix(self.folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
    }
}
