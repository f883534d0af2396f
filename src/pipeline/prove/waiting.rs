//! Records that wait for another person's case file: what the list says, against what the proof finds.

use std::collections::HashMap;

use super::ProveInput;
use super::lists::{ListedRecord, of_listed};
use crate::reconcile::Difference;
use crate::reconcile::check::LISTED_RECORDS;
use crate::reconcile::reader::ExceptionList;
use crate::reconcile::recompute::Why;
use crate::record::{EntityId, Guid, Outcome, Reason, SourceRecord};

/// The lines of the list about a batch, as long as no record bears them out.
pub(super) struct Waiting<'l> {
    open: HashMap<(EntityId, Guid, Option<u64>), Vec<&'l ListedRecord>>,
}

impl<'l> Waiting<'l> {
    /// The lines among those of all lists.
    pub(super) fn of(listed: &'l [ListedRecord]) -> Self {
        let mut open: HashMap<_, Vec<_>> = HashMap::new();
        for line in listed.iter().filter(|line| line.list() == ExceptionList::Waiting) {
            open.entry((line.entity, line.key, line.case_file)).or_default().push(line);
        }
        Self { open }
    }

    /// Takes the records of a written case file: those that are held wait, and have a line that says so and no more. Rows that
    /// repeat the key of a record wait with it, and have a line each.
    pub(super) fn take(
        &mut self,
        input: &ProveInput<'_>,
        number: Option<u64>,
        (records, outcomes): (&[SourceRecord], &[Outcome]),
        repeated: &[(SourceRecord, Reason)],
    ) -> Vec<Difference> {
        let waits = records.iter().zip(outcomes).filter(|(_, outcome)| **outcome == Outcome::Held);
        let waits: Vec<_> = waits.map(|(record, _)| input.key_of(record)).collect();
        let repeats = repeated.iter().map(|(record, _)| input.key_of(record));
        let repeats = repeats.filter(|name| waits.contains(name));
        let missing = waits.iter().copied().chain(repeats).filter_map(|(entity, key)| {
            let lines = self.open.get_mut(&(entity, key, number));
            let own =
                |line: &&ListedRecord| line.why == Why::Code(Reason::ParentHeld) && line.field.is_none();
            let found = lines.and_then(|lines| Some(lines.swap_remove(lines.iter().position(own)?)));
            found.is_none().then(|| Difference {
                case_file: number,
                entity: Some(entity),
                source_id: key.to_string(),
                ..Difference::new(LISTED_RECORDS.id)
            })
        });
        missing.collect()
    }

    /// Lines that no record bears out.
    pub(super) fn unfounded(self) -> Vec<Difference> {
        self.open.into_values().flatten().map(of_listed).collect()
    }
}
