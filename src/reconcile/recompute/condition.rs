//! Whether a condition of the plan holds.

use super::derivation::{Derivation, Derived};
use crate::map::plan::Condition;
use crate::record::{FieldId, SourceRecord, Value};
use crate::target::contract::ColumnId;

impl<'a> Derivation<'_, 'a> {
    /// Whether a condition holds for the record.
    pub(super) fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Always => true,
            Condition::All(all) => all.iter().all(|one| self.holds(one)),
            Condition::Any(any) => any.iter().any(|one| self.holds(one)),
            Condition::Not(not) => !self.holds(not),
            Condition::Filled(field) => self.record.get(*field).filled().is_some(),
            Condition::Dated(field) => self.day(*field).is_some(),
            Condition::Equals { field, values } => is_any(self.record.get(*field), values),
            Condition::Before { field, day } => {
                self.day(*field).is_some_and(|own| own.as_str() < day.to_string().as_str())
            }
            Condition::Attribute { field, attribute, values } => {
                self.pointed_at(*field).is_some_and(|row| is_any(row.get(*attribute), values))
            }
            Condition::Written { column, values } => match self.column(*column) {
                Derived::Text(text) => values.is_empty() || values.contains(&text),
                Derived::Empty | Derived::Refused(_) | Derived::Untargeted(_) => false,
            },
            Condition::Answered(question) => self.answer_to(question).is_some(),
            Condition::NoAnswers => {
                self.form_key().is_none_or(|form| self.scene.answers(form).next().is_none())
            }
            Condition::SamePerson(field) => self.is_own(*field),
            Condition::Alone => self.scene.case.records.len() == 1,
            Condition::Named => self.scene.named,
            Condition::NoRow => {
                !self.gives_main_row() && !self.options().any(|option| option.gives_main_row())
            }
        }
    }

    /// Whether the record gives a row in a main table.
    fn gives_main_row(&self) -> bool {
        self.entity.rows.iter().filter(|row| row.main).any(|row| {
            let own = Derivation::new(self.scene, self.entity, row, self.record, self.record);
            let filled = |column: &ColumnId| own.column(*column).text().is_some();
            let any = row.only_with_any.is_empty() || row.only_with_any.iter().any(filled);
            own.holds(&row.when) && any && row.only_with.iter().all(filled)
        })
    }

    /// The options of a tick list, where the record is the answer of one.
    fn options(&self) -> impl Iterator<Item = Derivation<'_, 'a>> {
        let forms = &self.scene.plan.model().forms;
        let answer = self.record.guid(self.entity.key).filter(|_| self.entity.entity == forms.answer);
        let tick = self.scene.plan.entity(forms.tick);
        let own = self
            .scene
            .giving(forms.tick)
            .filter(move |option| answer.is_some() && option.guid(forms.tick_answer) == answer);
        own.filter_map(move |option| {
            let tick = tick?;
            Some(Derivation::new(self.scene, tick, tick.rows.first()?, option, option))
        })
    }

    /// The day of a date or of a UTC time, as `YYYY-MM-DD`.
    pub(super) fn day(&self, field: FieldId) -> Option<String> {
        self.scene.day_in(self.record, field)
    }

    /// The reference, control or shared row that a column points at.
    fn pointed_at(&self, field: FieldId) -> Option<&'a SourceRecord> {
        let key = self.record.guid(field)?;
        let tables = self.scene.tables_of(self.record.entity(), field);
        tables.iter().copied().find_map(|table| self.scene.rest.row(table, key))
    }

    /// Whether the record that a column points at is this person's.
    fn is_own(&self, field: FieldId) -> bool {
        let Some(key) = self.record.guid(field) else { return false };
        self.scene.tables_of(self.record.entity(), field).iter().copied().any(|table| {
            match self.scene.rest.work(table, key) {
                Some((_, person)) => person == self.scene.case.person,
                None => self.scene.find(table, key).is_some(),
            }
        })
    }
}

/// Whether a value is one of the texts; white space around it does not matter, nor the case of letters, as in GUIDs.
fn is_any(value: Value<'_>, texts: &[String]) -> bool {
    value.filled().is_some_and(|value| texts.iter().any(|text| text.eq_ignore_ascii_case(value.trim())))
}
