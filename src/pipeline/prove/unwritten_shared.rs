//! The shared records that are rejected, held or excluded, by the lists of today or those of the run that an earlier drop was for.

use std::collections::HashMap;

use super::listed::each_line;
use super::{ProveError, ProveInput};
use crate::pipeline::reconcile::TurnedAwayAs;
use crate::reconcile::reader::{ExceptionList, ListLine};
use crate::record::{EntityId, Guid};
use crate::source::{Dictionary, Role};

/// The lists that say that a record is not written.
const LISTS: [ExceptionList; 3] = [ExceptionList::Rejects, ExceptionList::Holds, ExceptionList::Excluded];

/// The shared records that are rejected, held or excluded.
pub(super) struct UnwrittenShared {
    /// Each, and whether it is rejected.
    records: HashMap<(EntityId, Guid), bool>,
}

impl UnwrittenShared {
    /// Reads the lists, or what the ledger has of earlier ones.
    pub(super) fn read(input: &ProveInput<'_>) -> Result<Self, ProveError> {
        if let Some(scope) = input.scope.filter(|scope| !scope.newest) {
            let then = scope.shared_away.iter();
            return Ok(Self {
                records: then.map(|(record, why)| (*record, *why == TurnedAwayAs::Rejected)).collect(),
            });
        }
        let mut records = HashMap::new();
        for list in LISTS {
            each_line(input, list, |line| {
                if let Some(record) = shared_record(input.plan.dictionary(), line) {
                    *records.entry(record).or_default() |= list == ExceptionList::Rejects;
                }
            })?;
        }
        Ok(Self { records })
    }

    /// Whether no list has the shared record.
    pub(super) fn is_written(&self, entity: EntityId, key: Guid) -> bool {
        !self.records.contains_key(&(entity, key))
    }

    /// Whether the list of what is rejected has the shared record.
    pub(super) fn is_rejected(&self, entity: EntityId, key: Guid) -> bool {
        self.records.get(&(entity, key)) == Some(&true)
    }
}

/// The shared record that a line of a list is about; none where it is about another.
pub(super) fn shared_record(dictionary: &Dictionary, line: &ListLine) -> Option<(EntityId, Guid)> {
    let entity = dictionary.find(line.get("ENTITY"))?;
    let key = Guid::parse(line.get("SOURCE_ID")).ok()?;
    (dictionary.entity(entity).role == Role::Shared).then_some((entity, key))
}
