//! Codes that are counted, each once for a record and a column.

use rustc_hash::FxHashSet;

use crate::record::{CodeCounts, EntityId, FieldId, Origin, Reason, SourceRecord};

/// Counts of codes. What a column has is one thing, however many cells, lines and rules look at it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountedOnce {
    seen: FxHashSet<(EntityId, Origin, Option<FieldId>, Reason)>,
}

impl CountedOnce {
    /// Counts a code for a column of a record, or for the whole record.
    pub fn add(&mut self, record: &SourceRecord, field: Option<FieldId>, reason: Reason) {
        self.seen.insert((record.entity(), record.origin(), field, reason));
    }

    /// Adds what others counted.
    pub fn merge(&mut self, other: Self) {
        self.seen.extend(other.seen);
    }

    /// How often each code was met in each column.
    pub fn counts(&self) -> CodeCounts {
        let mut counts = CodeCounts::default();
        for (entity, _, field, reason) in &self.seen {
            counts.add(*entity, *field, *reason);
        }
        counts
    }
}
