//! What was found of the case files of one batch.

use std::collections::BTreeMap;

use crate::reconcile::{CaseFileLine, Difference, JoiningLeaf, Mismatch};
use crate::record::{EntityId, FieldId, Outcome, Tally};

/// What was found of the case files of one batch, or of the shared records.
#[derive(Clone, Debug, Default)]
pub struct Proven {
    /// Outcomes by entity.
    pub outcomes: Vec<Tally>,
    /// Records in which what was rebuilt of a column differs, by entity and column.
    pub fields: BTreeMap<(EntityId, FieldId), u64>,
    /// One line a case file.
    pub lines: Vec<CaseFileLine>,
    /// Digests of joining records.
    pub joining: Vec<JoiningLeaf>,
    /// Values that differ.
    pub mismatches: Vec<Mismatch>,
    /// What differs.
    pub differences: Vec<Difference>,
}

impl Proven {
    /// Nothing found yet, of so many entities.
    pub(super) fn new(entities: usize) -> Self {
        Self { outcomes: vec![Tally::default(); entities], ..Self::default() }
    }

    /// Counts an outcome.
    pub fn count(&mut self, entity: EntityId, outcome: Outcome) {
        self.outcomes[usize::from(entity.0)].add(outcome);
    }
}
