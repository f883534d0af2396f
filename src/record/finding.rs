//! What was found about a source record.

use super::{EntityId, FieldId, Origin, Reason};

/// A reason code raised for a record or one of its fields. It carries keys and positions, never a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The reason code.
    pub reason: Reason,
    /// The entity of the record.
    pub entity: EntityId,
    /// The record's key in text form (a GUID in lower case), empty where it has none.
    pub source_id: String,
    /// Person number of the case file, where there is one.
    pub case_file: Option<u64>,
    /// Where the record stands.
    pub origin: Origin,
    /// The source column concerned, where it is one column.
    pub field: Option<FieldId>,
}
