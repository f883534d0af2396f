//! Periods of a child's life in care or under a plan.

use crate::record::SourceRecord;

use super::inspection::{Inspection, day_of};

/// A period with its record; days in ISO form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period<'a> {
    /// The record.
    pub(super) record: &'a SourceRecord,
    /// The first day.
    pub(super) start: &'a str,
    /// The day it ended; none while it is open.
    pub(super) end: Option<&'a str>,
}

impl Period<'_> {
    /// Whether it ends before it starts.
    pub(super) fn reversed(&self) -> bool {
        self.end.is_some_and(|end| end < self.start)
    }

    /// Whether both have a day in common; the day on which one hands over to the other does not count.
    pub(super) fn meets(&self, other: &Period<'_>) -> bool {
        let before = |one: &Period<'_>, two: &Period<'_>| one.end.is_some_and(|end| end <= two.start);
        !before(self, other) && !before(other, self)
    }

    /// Whether the other lies within it.
    pub(super) fn covers(&self, other: &Period<'_>) -> bool {
        let ends = match (self.end, other.end) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(own), Some(end)) => end <= own,
        };
        self.start <= other.start && ends
    }
}

impl Inspection<'_> {
    /// The periods of records by the columns `start` and `end`, in order; those without a start are left out.
    pub(super) fn periods<'r>(&self, records: impl IntoIterator<Item = &'r SourceRecord>) -> Vec<Period<'r>> {
        let mut periods: Vec<_> =
            records.into_iter().filter_map(|record| self.period(record, "start", "end")).collect();
        periods
            .sort_by_key(|period| (period.start, period.end.unwrap_or("9999"), self.case.key(period.record)));
        periods
    }

    /// The period of a record by two columns of the rule.
    pub(super) fn period<'r>(&self, record: &'r SourceRecord, start: &str, end: &str) -> Option<Period<'r>> {
        let start = day_of(self.readable(record, start)?);
        Some(Period { record, start, end: self.readable(record, end).map(day_of) })
    }
}
