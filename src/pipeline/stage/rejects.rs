//! Rows that no case file can take.

use super::layout::EntityLayout;
use crate::record::{FieldId, Finding, Guid, GuidError, Reason, SourceRecord};

/// Rows with no usable key or no owner, each with why.
#[derive(Debug, Default)]
pub(crate) struct Rejects {
    pub(crate) rows: Vec<(SourceRecord, Finding)>,
}

impl Rejects {
    /// The record's key, if it has a usable one.
    pub(crate) fn key(layout: &EntityLayout, record: &SourceRecord) -> Result<Guid, Reason> {
        let field = layout.key.ok_or(Reason::MissingKey)?;
        let text = record.get(field).filled().ok_or(Reason::MissingKey)?;
        Guid::parse(text).map_err(|GuidError| Reason::BadKey)
    }

    /// Rejects a record that has no usable key.
    pub(crate) fn keyless(&mut self, layout: &EntityLayout, record: SourceRecord, reason: Reason) {
        self.add(record, String::new(), reason, layout.key);
    }

    /// Rejects a record that has a key.
    pub(crate) fn keyed(&mut self, record: SourceRecord, key: Guid, reason: Reason, field: Option<FieldId>) {
        self.add(record, key.to_string(), reason, field);
    }

    fn add(&mut self, record: SourceRecord, source_id: String, reason: Reason, field: Option<FieldId>) {
        let (entity, origin) = (record.entity(), record.origin());
        self.rows.push((record, Finding { reason, entity, source_id, case_file: None, origin, field }));
    }
}
