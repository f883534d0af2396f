//! A column whose values are written otherwise than the profile's.

use crate::record::{EntityId, FieldId};
use crate::source::{Conversion, WrittenDates};

/// The days or times of a column have forms or a clock of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnDates {
    /// The entity.
    pub entity: EntityId,
    /// The column.
    pub column: FieldId,
    /// How they are written.
    pub written: WrittenDates,
}

/// The values of a column are written in words of their own, or as a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnValues {
    /// The entity.
    pub entity: EntityId,
    /// The column.
    pub column: FieldId,
    /// How they are brought into the standard drop's form.
    pub conversion: Conversion,
}
