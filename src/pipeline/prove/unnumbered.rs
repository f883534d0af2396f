//! Records of people without a number: lists cannot name their case file, so that only the record's own key tells whose it is.

use std::collections::{BTreeSet, HashMap};

use super::{ProveError, ProveInput};
use crate::record::{EntityId, Guid};

/// The part of the export that each record of a case file without a number is in.
#[derive(Debug, Default)]
pub(super) struct Unnumbered {
    parts: HashMap<(EntityId, Guid), u32>,
}

impl Unnumbered {
    /// Looks through those case files alone.
    pub(super) fn of(input: &ProveInput<'_>) -> Result<Self, ProveError> {
        let people = input.without_number();
        let mut found = Self::default();
        for part in people.iter().map(|person| input.part_of(*person)).collect::<BTreeSet<u32>>() {
            let files = input.staged.spools.load_of(part, |person| people.contains(&person))?;
            for record in files.iter().flat_map(|file| &file.records) {
                let key = input.plan.key_of(record.entity()).and_then(|key| record.guid(key));
                found.parts.extend(key.map(|key| ((record.entity(), key), part)));
            }
        }
        Ok(found)
    }

    /// The part that such a record is in.
    pub(super) fn part(&self, entity: EntityId, key: Guid) -> Option<u32> {
        self.parts.get(&(entity, key)).copied()
    }
}
