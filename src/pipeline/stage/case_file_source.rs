//! One case file as it stands in the export.

use crate::pipeline::world::PersonIndex;
use crate::record::{Finding, Reason, SourceRecord};

/// A surviving person with every record that hangs on them, whatever the order of rows in the drop was.
#[derive(Clone, Debug)]
pub struct CaseFileSource {
    /// The surviving person.
    pub person: PersonIndex,
    /// The person number; 0 where the row has none (such a case file is held).
    pub number: u64,
    /// The records in ascending (entity, key, content), rows of merged people included.
    pub records: Vec<SourceRecord>,
    /// Rows that repeat the key of a record above and lost: outcome merged, with `duplicate-row` or `duplicate-key`.
    pub duplicates: Vec<(SourceRecord, Reason)>,
    /// Records of other case files that join them to this one, in ascending (entity, key, content).
    pub joining: Vec<SourceRecord>,
    /// Findings of looking at everybody, at repeated keys, and at rows that still point at a merged record; in order.
    pub findings: Vec<Finding>,
}
