//! A column that files have under another name.

use crate::record::{EntityId, FieldId};

/// Files of this shape have a column of the dictionary under another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// The entity.
    pub entity: EntityId,
    /// The column.
    pub column: FieldId,
    /// The name in the files, compared without regard to case.
    pub name: String,
}
