//! A column whose dates are written otherwise than the profile's.

use crate::record::{EntityId, FieldId};
use crate::source::WrittenDates;

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
