//! Whether a condition holds for a record.

use super::cell::Evaluation;
use super::compute::answer_to;
use crate::map::plan::Condition;
use crate::record::{FieldId, Guid, SourceRecord, Value};
use crate::source::Kind;

impl Evaluation<'_, '_> {
    /// Whether the condition holds for the record being mapped.
    pub(super) fn holds(&mut self, condition: &Condition) -> bool {
        match condition {
            Condition::Always => true,
            Condition::Filled(field) => self.record.get(*field).filled().is_some(),
            Condition::Equals { field, values } => is_one_of(self.record.get(*field), values),
            Condition::Attribute { field, attribute, values } => self
                .referred(*field)
                .is_some_and(|row| is_one_of(row.get(*attribute), values)),
            Condition::Written { column, values } => {
                let text = self.quiet_cell(*column);
                text.is_some_and(|text| values.is_empty() || values.contains(&text))
            }
            Condition::Answered(question) => answer_to(self.work, self.record, question).is_some(),
            Condition::NoAnswers => !super::compute::has_answers(self.work, self.record),
            Condition::SamePerson(field) => self.same_person(*field),
            Condition::All(all) => all.iter().all(|one| self.holds(one)),
            Condition::Any(any) => any.iter().any(|one| self.holds(one)),
            Condition::Not(not) => !self.holds(not),
        }
    }

    /// The reference, control or shared row that a column points at.
    fn referred(&self, field: FieldId) -> Option<&SourceRecord> {
        let column = &self.work.plan.dictionary().entity(self.record.entity()).columns[usize::from(field.0)];
        match column.kind {
            Kind::Reference { table } | Kind::Lookup { table } => {
                self.work.around.row(table, self.record.guid(field)?)
            }
            _ => None,
        }
    }

    /// Whether the record that a column points at belongs to this case file.
    fn same_person(&self, field: FieldId) -> bool {
        let Some(key) = self.record.guid(field) else { return false };
        self.tables_of(field).into_iter().any(|table| self.in_case_file(table, key))
    }

    fn in_case_file(&self, table: crate::record::EntityId, key: Guid) -> bool {
        match self.work.around.work(table, key) {
            Some((_, person)) => person == self.work.person,
            None => self.work.index.get(table, key).is_some(),
        }
    }
}

/// Whether the value is one of the texts; GUIDs are compared without regard to case.
fn is_one_of(value: Value<'_>, texts: &[String]) -> bool {
    value.filled().is_some_and(|value| texts.iter().any(|text| text == value || text.eq_ignore_ascii_case(value)))
}
