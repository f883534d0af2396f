//! What was found of the case files of one batch.

use crate::reconcile::{CaseFileLine, Difference, JoiningLeaf, Mismatch};
use crate::record::{EntityId, Outcome, Tally};

/// What was found of the case files of one batch, or of the shared records.
#[derive(Clone, Debug, Default)]
pub struct Proven {
    /// Outcomes by entity.
    pub outcomes: Vec<Tally>,
    /// Records in which what was rebuilt of a column differs, by entity and column.
    pub fields: Vec<Vec<u64>>,
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
    /// Nothing found yet, of entities with so many columns.
    pub(super) fn new(columns: impl Iterator<Item = usize>) -> Self {
        let fields: Vec<Vec<u64>> = columns.map(|columns| vec![0; columns]).collect();
        Self { outcomes: vec![Tally::default(); fields.len()], fields, ..Self::default() }
    }

    /// Counts an outcome.
    pub fn count(&mut self, entity: EntityId, outcome: Outcome) {
        self.outcomes[usize::from(entity.0)].add(outcome);
    }
}
