//! What the last run listed of sealed case files, a stretch of them at a time.

use std::collections::{BTreeMap, HashSet, VecDeque};

use super::Names;
use super::line::Line;
use super::sorted_lines::SortedLines;
use crate::ledger::{ExceptionRow, Ledger};
use crate::pipeline::RunError;
use crate::pipeline::batches::Changed;
use crate::record::{Guid, Reason};

/// Case files whose lines are in memory at once.
const STRETCH: usize = 500;

/// What the last run listed of sealed case files. Their lines say what stands in the batches, whatever a later drop says of
/// them or of others.
#[derive(Debug)]
pub(crate) struct Carried<'a> {
    ledger: &'a Ledger,
    last: u32,
    changed: &'a Changed,
    /// Person numbers that are still to come, ascending.
    numbers: VecDeque<u64>,
    /// Lines of the stretch, and how many of its case files are still to come.
    lines: BTreeMap<u64, Vec<ExceptionRow>>,
    left: usize,
}

impl<'a> Carried<'a> {
    /// The lines of the run with the number `last` about every sealed case file.
    pub(crate) fn new(ledger: &'a Ledger, last: u32, changed: &'a Changed) -> Self {
        let numbers = changed.sealed.iter().copied().collect();
        Self { ledger, last, changed, numbers, lines: BTreeMap::new(), left: 0 }
    }

    /// The next sealed case file up to a person number, and its lines.
    pub(super) fn next_up_to(&mut self, number: u64) -> Result<Option<CarriedLines<'a>>, RunError> {
        if self.numbers.front().is_none_or(|first| *first > number) {
            return Ok(None);
        }
        if self.left == 0 {
            self.read_stretch()?;
        }
        let Some(number) = self.numbers.pop_front() else { return Ok(None) };
        self.left = self.left.saturating_sub(1);
        let rows = self.lines.remove(&number).unwrap_or_default();
        Ok(Some(CarriedLines { number, rows, changed: self.changed }))
    }

    fn read_stretch(&mut self) -> Result<(), RunError> {
        self.left = self.numbers.len().min(STRETCH);
        self.lines.clear();
        let (first, last) = (self.numbers.front(), self.numbers.get(self.left.saturating_sub(1)));
        let (Some(first), Some(last)) = (first, last) else { return Ok(()) };
        for row in self.ledger.exceptions_of(self.last, (*first, *last))? {
            self.lines.entry(row.case_file.unwrap_or_default()).or_default().push(row);
        }
        Ok(())
    }
}

/// The lines of one sealed case file.
#[derive(Debug)]
pub(super) struct CarriedLines<'a> {
    /// The person number that they name.
    pub(super) number: u64,
    pub(super) rows: Vec<ExceptionRow>,
    changed: &'a Changed,
}

impl CarriedLines<'_> {
    /// Parts these lines and those of today: a record that waited for another person and waits no more is written now, as the
    /// drop of today has it, and so is one that came with a person who was not written before. All else stands as it was.
    pub(super) fn settle(&mut self, names: Names<'_>, today: &mut SortedLines) {
        let waited: Records = self.rows.iter().filter(|row| row.kind == WAITING).filter_map(of_row).collect();
        let waits: Records = today.holds.iter().filter_map(|line| of_line(names, line)).collect();
        let Changed { joined, freed, missed, open, caught_up, linked, .. } = self.changed;
        let is_left = |record: &Record| {
            let waits_on = freed.contains(record) || missed.contains(record) || open.contains(record);
            waits_on && !caught_up.contains(record)
        };
        let is_settled = |record: &Option<Record>| {
            record.as_ref().is_some_and(|record| {
                let is_due = waited.contains(record) || joined.contains(record);
                caught_up.contains(record) || is_due && !waits.contains(record) && !is_left(record)
            })
        };
        self.rows.retain(|row| {
            let record = of_row(row);
            if row.kind == WAITING {
                record.is_some_and(|record| is_left(&record) && !waits.contains(&record))
            } else if row.kind == VALUE && row.reason == Reason::LinkEndpointMissing.code() {
                !record.is_some_and(|record| linked.contains(&record))
            } else {
                !is_settled(&record)
            }
        });
        today.keep(
            |line| of_line(names, line).is_some_and(|record| waited.contains(&record)),
            |line| is_settled(&of_line(names, line)),
        );
    }
}

/// A record by entity and key.
type Record = (String, Guid);
type Records = HashSet<Record>;

const WAITING: &str = "waiting";
const VALUE: &str = "value";

fn of_row(row: &ExceptionRow) -> Option<Record> {
    Some((row.entity.clone(), Guid::parse(&row.source_id).ok()?))
}

fn of_line(names: Names<'_>, line: &Line) -> Option<Record> {
    Some((names.entity(line.entity).to_owned(), Guid::parse(&line.source_id).ok()?))
}
