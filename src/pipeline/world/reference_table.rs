//! The rows of a table that is held in memory.

use super::KeySlots;
use crate::record::{FieldId, Guid, SourceRecord};

/// The rows of a reference, control or shared table in ascending key; where a table has no key, in order of content.
#[derive(Debug, Default)]
pub(crate) struct ReferenceTable {
    rows: Vec<SourceRecord>,
    keys: Vec<Guid>,
    slots: KeySlots,
}

impl ReferenceTable {
    /// A table of `rows`, which come in order; with a key column every row has a usable key.
    pub(crate) fn new(rows: Vec<SourceRecord>, key: Option<FieldId>) -> Self {
        let keys: Vec<Guid> = key
            .map_or_else(Vec::new, |key| rows.iter().map(|row| row.guid(key).unwrap_or_default()).collect());
        Self { slots: KeySlots::of(&keys), rows, keys }
    }

    /// The row with this key.
    pub(crate) fn row(&self, key: Guid) -> Option<&SourceRecord> {
        self.slots.find(&self.keys, key).map(|place| &self.rows[place])
    }

    /// All rows.
    pub(crate) fn rows(&self) -> &[SourceRecord] {
        &self.rows
    }
}
