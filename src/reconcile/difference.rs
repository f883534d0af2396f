//! What is wrong with the written data.

use crate::record::{EntityId, FieldId};

/// Something that a check found wrong with the written data. It names keys and positions, never a value.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The check that found it, as the report's `checks` list it.
    pub check: &'static str,
    /// Person number of the case file, where it is known.
    pub case_file: Option<u64>,
    /// The source entity, where one is concerned.
    pub entity: Option<EntityId>,
    /// The key of the source record in text form, perhaps empty.
    pub source_id: String,
    /// The target table, perhaps empty.
    pub table: String,
    /// `LEGACY_ID` of the row, or its key cells joined by slashes, perhaps empty.
    pub legacy_id: String,
    /// The source column or target column concerned, perhaps empty.
    pub field: String,
    /// The file, relative to the output folder, perhaps empty.
    pub file: String,
    /// The physical line in that file, counted from 1; 0 where none is concerned.
    pub line: u64,
}

impl Difference {
    /// A difference found by a check, with nothing else known yet.
    pub fn new(check: &'static str) -> Self {
        Self { check, ..Self::default() }
    }

    /// The source column of a number within its entity.
    pub fn of_field(field: FieldId, entity: &crate::source::Entity) -> String {
        entity.field(field).name.clone()
    }
}
