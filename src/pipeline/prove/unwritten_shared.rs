//! The shared records that the lists name as rejected, held or excluded.

use std::collections::HashSet;

use super::listed::each_line;
use super::{ProveError, ProveInput};
use crate::reconcile::reader::{ExceptionList, ListLine};
use crate::record::{EntityId, Guid};
use crate::source::{Dictionary, Role};

/// The lists that say that a record is not written.
const LISTS: [ExceptionList; 3] = [ExceptionList::Rejects, ExceptionList::Holds, ExceptionList::Excluded];

/// The shared records that the lists name as rejected, held or excluded.
pub(super) struct UnwrittenShared {
    records: HashSet<(EntityId, Guid)>,
}

impl UnwrittenShared {
    /// Reads the lists.
    pub(super) fn read(input: &ProveInput<'_>) -> Result<Self, ProveError> {
        let mut records = HashSet::new();
        for list in LISTS {
            each_line(input, list, |line| records.extend(shared_record(input.plan.dictionary(), line)))?;
        }
        Ok(Self { records })
    }

    /// Whether no list has the shared record.
    pub(super) fn is_written(&self, entity: EntityId, key: Guid) -> bool {
        !self.records.contains(&(entity, key))
    }
}

/// The shared record that a line of a list is about; none where it is about another.
pub(super) fn shared_record(dictionary: &Dictionary, line: &ListLine) -> Option<(EntityId, Guid)> {
    let entity = dictionary.find(line.get("ENTITY"))?;
    let key = Guid::parse(line.get("SOURCE_ID")).ok()?;
    (dictionary.entity(entity).role == Role::Shared).then_some((entity, key))
}
