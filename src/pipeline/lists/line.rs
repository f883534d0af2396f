//! A line of a list.

use crate::record::{EntityId, FieldId, Finding, Origin, Reason};

/// A record, or a column of it, and why it stands in a list; lines are in this order within a case file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    pub(super) entity: EntityId,
    pub(super) source_id: String,
    pub(super) field: Option<FieldId>,
    pub(super) reason: Reason,
    pub(super) origin: Origin,
}

impl From<&Finding> for Line {
    fn from(finding: &Finding) -> Self {
        Self {
            entity: finding.entity,
            source_id: finding.source_id.clone(),
            field: finding.field,
            reason: finding.reason,
            origin: finding.origin,
        }
    }
}

impl Line {
    /// The code as lists that name case files show it: adoption codes are never told there.
    pub(super) fn masked(&self) -> &'static str {
        self.reason.listed()
    }
}
