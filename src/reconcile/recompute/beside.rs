//! What another record of the case file says of this one.

use std::cmp::Reverse;

use super::derivation::{Derivation, Flow};
use super::founded;
use crate::map::plan::Beside;
use crate::record::SourceRecord;

impl<'a> Derivation<'_, 'a> {
    /// The value of the other record's column, or of the shared record that the column names.
    pub(super) fn beside(&self, beside: &Beside) -> Option<Flow<'a>> {
        let fitting = self.scene.giving(beside.entity).filter(|record| self.fits(beside, record));
        let other = match beside.open_on {
            None => self.latest(beside, fitting)?,
            Some(at) => {
                let day = self.scene.day_in(self.record, at)?;
                let open: Vec<_> = fitting.filter(|record| self.is_open(beside, record, &day)).collect();
                let &[only] = open.as_slice() else { return None };
                only
            }
        };
        if founded::is_nothing(self.scene, other, beside.field) {
            return None;
        }
        let text = other.get(beside.field).filled()?.into();
        let Some((entity, field)) = beside.of else {
            return Some(Flow { text, entity: beside.entity, field: beside.field });
        };
        let shared = self.scene.rest.row(entity, other.guid(beside.field)?)?;
        Some(Flow { text: shared.get(field).filled()?.into(), entity, field })
    }

    /// Whether the reference row that the other record points at is one of those wanted.
    fn fits(&self, beside: &Beside, record: &SourceRecord) -> bool {
        let Some((field, attribute, texts)) = &beside.with else { return true };
        let tables = self.scene.tables_of(beside.entity, *field);
        let named = record.guid(*field);
        let row =
            named.and_then(|key| tables.iter().copied().find_map(|table| self.scene.rest.row(table, key)));
        let text = row.and_then(|row| row.get(*attribute).filled().map(str::to_owned));
        text.is_some_and(|text| texts.contains(&text))
    }

    /// Open records go before ended ones, those begun later before those begun earlier, lower keys before higher.
    fn latest(
        &self,
        beside: &Beside,
        records: impl Iterator<Item = &'a SourceRecord>,
    ) -> Option<&'a SourceRecord> {
        let key = self.scene.plan.key_of(beside.entity)?;
        records.min_by_key(|record| {
            (
                self.scene.day_in(record, beside.end).is_some(),
                Reverse(self.scene.day_in(record, beside.start)),
                record.guid(key),
            )
        })
    }

    fn is_open(&self, beside: &Beside, record: &SourceRecord, day: &str) -> bool {
        let told = |field| self.scene.day_in(record, field);
        let begun = told(beside.start).is_some_and(|start| *start <= *day);
        begun && told(beside.end).is_none_or(|end| *end > *day)
    }
}
