//! Counts of codes that are carried by a declared rule.

use std::collections::BTreeMap;

use super::{EntityId, FieldId, Reason};

/// How often which code was met in which column; for codes that turn nothing away and are not listed row by row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeCounts {
    counts: BTreeMap<(EntityId, Option<FieldId>, Reason), u64>,
}

impl CodeCounts {
    /// Counts a code once.
    pub fn add(&mut self, entity: EntityId, field: Option<FieldId>, reason: Reason) {
        self.add_many(entity, field, reason, 1);
    }

    /// Counts a code so many times.
    pub fn add_many(&mut self, entity: EntityId, field: Option<FieldId>, reason: Reason, count: u64) {
        *self.counts.entry((entity, field, reason)).or_default() += count;
    }

    /// Adds other counts to these.
    pub fn merge(&mut self, other: &Self) {
        for (code, count) in &other.counts {
            *self.counts.entry(*code).or_default() += count;
        }
    }

    /// How often a code was met in a column.
    pub fn of(&self, entity: EntityId, field: Option<FieldId>, reason: Reason) -> u64 {
        self.counts.get(&(entity, field, reason)).copied().unwrap_or_default()
    }

    /// Every code with its column and count, in order.
    pub fn iter(&self) -> impl Iterator<Item = (EntityId, Option<FieldId>, Reason, u64)> + '_ {
        self.counts.iter().map(|((entity, field, reason), count)| (*entity, *field, *reason, *count))
    }
}
