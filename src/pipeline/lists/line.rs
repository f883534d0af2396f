//! A line of a list.

use crate::record::{Action, EntityId, FieldId, Finding, Origin, Reason};

/// A record, or a column of it, and why it stands in a list; lines are in this order within a case file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    pub(super) entity: EntityId,
    pub(super) source_id: String,
    pub(super) field: Option<FieldId>,
    pub(super) reason: Reason,
    pub(super) origin: Origin,
    /// Whether the code tells of an adoption: no list names it then, nor does a total its place.
    pub(super) untold: bool,
}

impl Line {
    /// What a list tells of a finding that does this.
    pub(super) fn new(finding: &Finding, action: Action) -> Self {
        Self {
            entity: finding.entity,
            source_id: finding.source_id.clone(),
            field: finding.field,
            reason: finding.reason,
            origin: finding.origin,
            untold: finding.reason.tells_of_adoption(action),
        }
    }

    /// The code as lists that name case files show it: adoption codes are never told there.
    pub(super) fn masked(&self) -> &'static str {
        if self.untold { Reason::UNTOLD } else { self.reason.code() }
    }
}
