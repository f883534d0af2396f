//! What waits for other people in a case file, by other mappings than those of the case file.

use super::last_row::{LastKind, LastRow};
use super::mapped::MappedCaseFile;
use crate::record::EntityId;

impl MappedCaseFile {
    /// The case file with what other mappings make of what waits for other people in it: records that join it to theirs, and
    /// links. `joins` says of an entity whether its records join case files; both are of the same records.
    pub fn waiting_as(mut self, other: Self, joins: impl Fn(EntityId) -> bool) -> Self {
        let waits = |row: &LastRow| matches!(row.kind, LastKind::Joining | LastKind::Link(_));
        self.last_rows.retain(|row| !waits(row));
        self.last_rows.extend(other.last_rows.into_iter().filter(waits));
        self.findings.retain(|one| !joins(one.finding.entity));
        self.findings.extend(other.findings.into_iter().filter(|one| joins(one.finding.entity)));
        self.findings.sort();
        let is_joining: Vec<bool> = self.outcomes.iter().map(|outcome| joins(outcome.entity)).collect();
        self.repeats.retain(|line| !is_joining[line.record]);
        self.repeats.extend(other.repeats.into_iter().filter(|line| is_joining[line.record]));
        let outcomes = self.outcomes.iter_mut().zip(other.outcomes).zip(is_joining);
        outcomes.filter(|(_, joins)| *joins).for_each(|((own, other), _)| *own = other);
        self.joining = other.joining;
        self
    }
}
