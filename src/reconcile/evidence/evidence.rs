//! What the lists say of the records of one batch.

use std::cell::Cell;
use std::collections::HashMap;

use super::RecordEvidence;
use crate::record::{EntityId, FieldId, Guid};
use crate::target::contract::TableId;

/// A line of a cross-reference about one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossReferenceEntry {
    /// The column whose value stands for the record, where the line is about one.
    pub field: Option<FieldId>,
    /// That value, or the record's key in text form.
    pub source_id: String,
    /// The table.
    pub table: TableId,
    /// The key of the row.
    pub legacy_id: String,
    /// Path of the cross-reference within the output folder, by its place among the evidence's files.
    pub file: u16,
    /// The physical line.
    pub line: u64,
    /// Whether a record has accounted for it.
    pub claimed: Cell<bool>,
}

/// What the lists say of the records of one batch, or of the shared records.
#[derive(Debug, Default)]
pub struct Evidence {
    records: HashMap<(EntityId, Guid), RecordEvidence>,
    cross_references: HashMap<(EntityId, Guid), Vec<CrossReferenceEntry>>,
    files: Vec<String>,
}

static NOTHING: RecordEvidence =
    RecordEvidence { excluded: false, rejected: false, holds: false, values: Vec::new() };

impl Evidence {
    /// What the exception lists say of a record.
    pub fn of(&self, entity: EntityId, key: Guid) -> &RecordEvidence {
        self.records.get(&(entity, key)).unwrap_or(&NOTHING)
    }

    /// The lines of the cross-references about a record.
    pub fn cross_references(&self, entity: EntityId, key: Guid) -> &[CrossReferenceEntry] {
        self.cross_references.get(&(entity, key)).map(Vec::as_slice).unwrap_or_default()
    }
}
