//! What a batch comes to.

use super::CaseFileLine;
use crate::map::forward::CaseFileState;
use crate::record::{CodeCounts, EntityId, Outcome, Tally};

/// What a batch comes to, in numbers.
#[derive(Clone, Debug)]
pub(crate) struct BatchAccount {
    /// Source rows by outcome; by entity.
    pub(crate) tallies: Vec<Tally>,
    /// Codes that are carried by a declared rule.
    pub(crate) counted: CodeCounts,
    /// Its case files, in order.
    pub(crate) lines: Vec<CaseFileLine>,
}

impl BatchAccount {
    /// Nothing yet, for so many entities.
    pub(crate) fn new(entities: usize) -> Self {
        Self { tallies: vec![Tally::default(); entities], counted: CodeCounts::default(), lines: Vec::new() }
    }

    /// Whether anything of it was rejected or held.
    pub(crate) fn has_exceptions(&self) -> bool {
        let away = |tally: &Tally| tally.of(Outcome::Rejected) + tally.of(Outcome::Held) > 0;
        let lacks = |state| matches!(state, CaseFileState::Held | CaseFileState::Incomplete);
        self.tallies.iter().any(away) || self.lines.iter().any(|line| lacks(line.state))
    }

    /// Counts a source row.
    pub(crate) fn count(&mut self, entity: EntityId, outcome: Outcome) {
        self.tallies[usize::from(entity.0)].add(outcome);
    }

    /// Counts a source row of a case file with another outcome than before.
    pub(crate) fn recount(&mut self, place: usize, entity: EntityId, from: Outcome, to: Outcome) {
        let of_entity = &mut self.tallies[usize::from(entity.0)];
        of_entity.take_back(from);
        of_entity.add(to);
        let of_case_file = &mut self.lines[place].tally;
        of_case_file.take_back(from);
        of_case_file.add(to);
    }

    /// Adds another batch to this one.
    pub(crate) fn merge(&mut self, other: Self) {
        for (tally, more) in self.tallies.iter_mut().zip(&other.tallies) {
            tally.merge(more);
        }
        self.counted.merge(&other.counted);
        self.lines.extend(other.lines);
    }
}
