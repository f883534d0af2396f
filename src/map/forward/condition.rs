//! Whether a condition holds for a record.

use super::cell::Evaluation;
use super::compute::{answer_to, day_in, has_answers};
use crate::map::plan::Condition;
use crate::record::{EntityId, FieldId, Guid, SourceRecord, Value};

impl Evaluation<'_, '_> {
    /// Whether the condition holds for the record being mapped.
    pub(super) fn holds(&mut self, condition: &Condition) -> bool {
        match condition {
            Condition::Always => true,
            Condition::Filled(field) => self.record.get(*field).filled().is_some(),
            Condition::Dated(field) => day_in(self.work, self.record, *field).is_some(),
            Condition::Equals { field, values } => is_one_of(self.record.get(*field), values),
            Condition::Before { field, day } => {
                // A day in this form is earlier where its text is.
                day_in(self.work, self.record, *field).is_some_and(|own| own < day.to_string())
            }
            Condition::Attribute { field, attribute, values } => {
                self.referred(*field).is_some_and(|row| is_one_of(row.get(*attribute), values))
            }
            Condition::Written { column, values } => {
                let text = self.quiet_cell(*column);
                text.is_some_and(|text| values.is_empty() || values.contains(&text))
            }
            Condition::Answered(question) => answer_to(self.work, self.place, question).is_some(),
            Condition::NoAnswers => !has_answers(self.work, self.place),
            Condition::SamePerson(field) => self.same_person(*field),
            Condition::Alone => self.work.case.records.len() == 1,
            Condition::Named => !self.work.joining.is_empty() || self.work.around.named(self.work.person),
            Condition::NoRow => !self.work.stands_in_a_row(self.place),
            Condition::All(all) => all.iter().all(|one| self.holds(one)),
            Condition::Any(any) => any.iter().any(|one| self.holds(one)),
            Condition::Not(not) => !self.holds(not),
        }
    }

    /// The reference, control or shared row that a column points at.
    fn referred(&self, field: FieldId) -> Option<&SourceRecord> {
        let key = self.record.guid(field)?;
        let tables = self.work.tables_of(self.record.entity(), field);
        tables.iter().find_map(|table| self.work.around.row(*table, key))
    }

    /// Whether the record that a column points at belongs to this case file.
    fn same_person(&self, field: FieldId) -> bool {
        let Some(key) = self.record.guid(field) else { return false };
        let tables = self.work.tables_of(self.record.entity(), field);
        tables.iter().any(|table| self.in_case_file(*table, key))
    }

    fn in_case_file(&self, table: EntityId, key: Guid) -> bool {
        match self.work.around.work(table, key) {
            Some((_, person)) => person == self.work.person,
            None => self.work.case.place(table, key).is_some(),
        }
    }
}

/// Whether the value is one of the texts; GUIDs are compared without regard to case.
fn is_one_of(value: Value<'_>, texts: &[String]) -> bool {
    let value = value.filled().map(str::trim).filter(|value| !value.is_empty());
    value.is_some_and(|value| texts.iter().any(|text| text.eq_ignore_ascii_case(value)))
}
