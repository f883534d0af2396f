//! What differs, by cause.

use serde::{Deserialize, Serialize};

/// Differences that share check, entity, table and column, and those that follow from them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceGroup {
    /// The check that found them.
    pub check: String,
    /// `missing`, `extra`, `duplicated`, `changed`, `moved`, `reordered` or `disagreeing`.
    pub kind: String,
    /// The entity, perhaps empty.
    pub entity: String,
    /// The table, perhaps empty.
    pub table: String,
    /// The source column or target column, perhaps empty.
    pub field: String,
    /// The mapping file that wrote it; empty where none did.
    pub mapping: String,
    /// The line in it; 0 where none did.
    pub mapping_line: u32,
    /// How many share this cause, those that follow from it included.
    pub differences: u64,
    /// Where the first stands: a file, perhaps empty.
    pub file: String,
    /// The line there; 0 where none is concerned.
    pub line: u64,
}

impl DifferenceGroup {
    /// What differs, as people read it: `PERSON_ALERTS.NOTE_TYPE`, else the source column or table.
    pub fn place(&self) -> String {
        let owner = if self.table.is_empty() { &self.entity } else { &self.table };
        if self.field.is_empty() { owner.clone() } else { format!("{owner}.{}", self.field) }
    }

    /// `person.toml:88`, or nothing.
    pub fn written_by(&self) -> String {
        if self.mapping.is_empty() {
            String::new()
        } else {
            format!("{}:{}", self.mapping, self.mapping_line)
        }
    }
}
