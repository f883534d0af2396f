//! Whether a condition holds for a record of the export.

use super::Backwards;
use crate::map::plan::Condition;
use crate::reconcile::recompute::ToldDay;
use crate::reconcile::{ExportCaseFile, TargetRowView};
use crate::record::{FieldId, Guid, SourceRecord, Value};
use crate::source::{DataType, Kind};

/// What conditions on one record are judged by.
#[derive(Clone, Copy)]
pub(in crate::reconcile) struct Conditions<'c> {
    /// The plan and the export.
    pub(in crate::reconcile) backwards: &'c Backwards<'c>,
    /// The case file, or the shared records.
    pub(in crate::reconcile) file: &'c ExportCaseFile<'c>,
    /// The record.
    pub(in crate::reconcile) record: &'c SourceRecord,
    /// The target row that the condition stands in, where there is one.
    pub(in crate::reconcile) row: Option<TargetRowView<'c>>,
}

impl Conditions<'_> {
    /// Whether a condition holds.
    pub(in crate::reconcile) fn hold(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Always => true,
            Condition::Filled(field) => self.record.get(*field).filled().is_some(),
            Condition::Dated(field) => {
                let dictionary = self.backwards.plan.dictionary();
                matches!(ToldDay::of(dictionary, self.record, *field), ToldDay::On(_))
            }
            Condition::Equals { field, values } => is_one_of(self.record.get(*field), values),
            Condition::Before { field, day } => self.is_before(*field, *day),
            Condition::Attribute { field, attribute, values } => {
                self.referred(*field).is_some_and(|row| is_one_of(row.get(*attribute), values))
            }
            Condition::Written { column, values } => {
                let text = self.row.and_then(|row| row.cell(*column));
                text.is_some_and(|text| values.is_empty() || values.iter().any(|value| value == text))
            }
            Condition::Answered(code) => self.answers().any(|answer| self.answers_to(answer, code)),
            Condition::NoAnswers => self.answers().next().is_none(),
            Condition::SamePerson(field) => self.is_same_person(*field),
            Condition::Alone => self.file.records.all().len() == 1,
            // Stands in scope rules alone, which the proof takes from the list of what was left out.
            Condition::Named => false,
            // Stands in lines alone, which are read back wherever they stand.
            Condition::NoRow => self.row.is_none(),
            Condition::All(all) => all.iter().all(|one| self.hold(one)),
            Condition::Any(any) => any.iter().any(|one| self.hold(one)),
            Condition::Not(not) => !self.hold(not),
        }
    }

    fn is_before(&self, field: FieldId, day: jiff::civil::Date) -> bool {
        let Some(text) = self.record.get(field).filled() else { return false };
        let is_time = self.backwards.column(self.record.entity(), field).data_type == DataType::DateTime;
        let wall = is_time.then(|| super::wall_time(text)).flatten();
        let own =
            wall.as_deref().unwrap_or(text).get(..10).and_then(|own| own.parse::<jiff::civil::Date>().ok());
        own.is_some_and(|own| own < day)
    }

    /// The reference, control or shared row that a column points at.
    fn referred(&self, field: FieldId) -> Option<&SourceRecord> {
        match self.backwards.column(self.record.entity(), field).kind {
            Kind::Reference { table } | Kind::Lookup { table } => {
                self.backwards.export.row(table, self.record.guid(field)?)
            }
            _ => None,
        }
    }

    fn is_same_person(&self, field: FieldId) -> bool {
        let Some(key) = self.record.guid(field) else { return false };
        if let Some(work) = self.backwards.export.work(key) {
            return work.person == self.file.person;
        }
        let tables = match &self.backwards.column(self.record.entity(), field).kind {
            Kind::Lookup { table } => std::slice::from_ref(table),
            Kind::Polymorphic { tables, .. } => tables,
            _ => &[],
        };
        tables.iter().any(|table| self.file.records.place(*table, key).is_some())
    }

    fn key(&self) -> Option<Guid> {
        self.record.guid(self.backwards.plan.key_of(self.record.entity())?)
    }

    /// The answers of this form.
    fn answers(&self) -> impl Iterator<Item = &SourceRecord> {
        let forms = &self.backwards.plan.model().forms;
        let own = self.key();
        let answers = self.file.records.of(forms.answer).iter();
        answers.filter(move |answer| own.is_some() && answer.guid(forms.answer_form) == own)
    }

    fn answers_to(&self, answer: &SourceRecord, code: &str) -> bool {
        let forms = &self.backwards.plan.model().forms;
        let question = answer.guid(forms.answer_question).and_then(|key| self.backwards.questions.get(key));
        question.is_some_and(|question| question.user_code.as_deref() == Some(code))
            && forms.values.iter().any(|(_, field)| answer.get(*field).filled().is_some())
    }
}

fn is_one_of(value: Value<'_>, texts: &[String]) -> bool {
    let Some(value) = value.filled().map(str::trim) else { return false };
    texts.iter().any(|text| text.eq_ignore_ascii_case(value))
}
