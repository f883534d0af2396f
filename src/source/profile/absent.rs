//! What an export does not hold, by declaration.

use crate::record::{EntityId, FieldId};

/// An entity that has no file, by agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// The entity.
    pub entity: EntityId,
    /// Why it is absent.
    pub reason: String,
}

/// A column that files of this shape cannot hold; it reads as null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// The entity.
    pub entity: EntityId,
    /// The column.
    pub column: FieldId,
    /// Why the shape cannot hold it.
    pub reason: String,
}
