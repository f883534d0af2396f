//! Attached files.

use crate::record::{EntityId, FieldId};

/// The entity that describes attached files.
#[derive(Clone, Copy, Debug)]
pub struct DocumentModel {
    /// The entity.
    pub file: EntityId,
    /// The original name.
    pub name: FieldId,
    /// The size in bytes.
    pub size: FieldId,
}
