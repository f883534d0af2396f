//! What lists that decide nothing ought to hold, gathered batch by batch.

use std::collections::HashSet;

use super::ProveInput;
use super::rejected_rows::RejectedLines;
use crate::record::{Guid, SourceRecord};

/// What lists that decide nothing ought to hold, gathered batch by batch.
#[derive(Clone, Debug, Default)]
pub(super) struct ListGrounds {
    /// The lines of the files of rejected rows.
    pub(super) rejected: RejectedLines,
    /// The keys of attached files that a row describes.
    pub(super) described: HashSet<Guid>,
}

impl ListGrounds {
    /// Notes the attached files that records describe.
    pub(super) fn describe<'r>(
        &mut self,
        input: &ProveInput<'_>,
        records: impl Iterator<Item = &'r SourceRecord>,
    ) {
        let Some(entity) = input.profile.documents.as_ref().map(|rule| rule.entity) else { return };
        let Some(key) = input.plan.key_of(entity) else { return };
        let own = records.filter(|record| record.entity() == entity);
        self.described.extend(own.filter_map(|record| record.guid(key)));
    }

    /// Adds those of another batch.
    pub(super) fn merge(&mut self, other: Self) {
        self.rejected.merge(other.rejected);
        self.described.extend(other.described);
    }
}
