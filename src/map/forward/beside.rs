//! What another record of the same case file says.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::cell::{Evaluation, Passing};
use super::compute::day_in;
use crate::map::plan::Beside;
use crate::record::SourceRecord;

impl<'a> Evaluation<'_, 'a> {
    /// The column of the other record that counts; nothing where there is none, or where several are open on the day.
    pub(super) fn beside(&self, beside: &Beside) -> Option<Passing<'a>> {
        let record = match beside.open_on {
            Some(at) => self.only_open(beside, &day_in(self.work, self.record, at)?),
            None => self.standing(beside),
        }?;
        let text = record.get(beside.field).filled()?;
        let Some((entity, field)) = beside.of else {
            return Some(Passing { text: Cow::Borrowed(text), entity: beside.entity, field: beside.field });
        };
        let row = self.work.around.row(entity, record.guid(beside.field)?)?;
        Some(Passing { text: Cow::Borrowed(row.get(field).filled()?), entity, field })
    }

    /// The one record that was begun by that day and had not ended on it.
    fn only_open(&self, beside: &Beside, day: &str) -> Option<&'a SourceRecord> {
        let mut open = self.candidates(beside).filter(|record| {
            day_in(self.work, record, beside.start).is_some_and(|start| start.as_str() <= day)
                && day_in(self.work, record, beside.end).is_none_or(|end| day < end.as_str())
        });
        open.next().filter(|_| open.next().is_none())
    }

    /// The record that is still open, of several the one begun last; else the one begun last of those that ended.
    fn standing(&self, beside: &Beside) -> Option<&'a SourceRecord> {
        let key = self.work.plan.key_of(beside.entity)?;
        let rank = |record: &&SourceRecord| {
            let day = |field| day_in(self.work, record, field);
            (day(beside.end).is_none(), day(beside.start), Reverse(record.guid(key)))
        };
        self.candidates(beside).max_by_key(rank)
    }

    fn candidates(&self, beside: &Beside) -> impl Iterator<Item = &'a SourceRecord> {
        let with = beside.with.clone();
        let (work, entity) = (self.work, beside.entity);
        work.open_records(entity).filter(move |record| {
            let Some((field, attribute, texts)) = &with else { return true };
            let tables = work.tables_of(entity, *field);
            let row = record
                .guid(*field)
                .and_then(|key| tables.iter().find_map(|table| work.around.row(*table, key)));
            row.and_then(|row| row.get(*attribute).filled())
                .is_some_and(|text| texts.iter().any(|own| own == text))
        })
    }
}
