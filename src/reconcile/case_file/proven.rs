//! What was found of the case files of one batch.

use crate::reconcile::{CaseFileLine, Difference, JoiningLeaf};
use crate::record::{EntityId, FieldId, Outcome, Tally};

/// A value that differs, by keyed hashes of what is and what ought to be, so that swapped ones are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The entity.
    pub entity: EntityId,
    /// The column.
    pub field: FieldId,
    /// A hash of the value that the export has.
    pub source: [u8; 16],
    /// A hash of the value that was rebuilt.
    pub target: [u8; 16],
    /// The difference, by its place among those of the batch.
    pub difference: usize,
}

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
