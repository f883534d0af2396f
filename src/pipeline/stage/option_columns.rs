//! Where option sets stand.

use crate::record::{EntityId, FieldId};

/// Where option sets stand: the sets by name, and their values with number and label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionColumns {
    /// The entity of sets.
    pub set: EntityId,
    /// The name of a set.
    pub set_name: FieldId,
    /// The entity of values.
    pub value: EntityId,
    /// The set of a value.
    pub of_set: FieldId,
    /// The number of a value.
    pub number: FieldId,
    /// The label of a value.
    pub text: FieldId,
}
