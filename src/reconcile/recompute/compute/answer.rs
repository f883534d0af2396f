//! What is worked out of forms, answers, and ticks.

use crate::reconcile::recompute::derivation::{Derivation, Flow};
use crate::reconcile::recompute::founded::is_nothing;
use crate::reconcile::recompute::questions::Question;
use crate::record::{Guid, SourceRecord};

impl<'a> Derivation<'_, 'a> {
    /// The key of the record, which is a form.
    pub(in crate::reconcile::recompute) fn form_key(&self) -> Option<Guid> {
        self.record.guid(self.scene.plan.key_of(self.record.entity())?)
    }

    /// The value of this form's answer to the question with a user code.
    pub(in crate::reconcile::recompute) fn answer_to(&self, code: &str) -> Option<Flow<'a>> {
        let forms = &self.scene.plan.model().forms;
        let mut answers = self.scene.answers(self.form_key()?);
        let answer = answers.find(|answer| {
            self.question(answer).is_some_and(|question| question.user_code.as_deref() == Some(code))
        })?;
        forms.values.iter().find_map(|(_, field)| {
            let text = answer.get(*field).filled()?.into();
            (!is_nothing(self.scene, answer, *field)).then_some(Flow {
                text,
                entity: forms.answer,
                field: *field,
            })
        })
    }

    fn question(&self, answer: &SourceRecord) -> Option<&'a Question> {
        let key = answer.guid(self.scene.plan.model().forms.answer_question)?;
        self.scene.questions.question(key)
    }

    /// `form:identifier of the table question:row number` of an answer within a table.
    pub(super) fn grid_row(&self, answer: &SourceRecord) -> Option<String> {
        let forms = &self.scene.plan.model().forms;
        let row = answer.get(forms.answer_row).filled()?;
        let table = self.scene.questions.table_of(self.question(answer)?)?;
        Some(format!("{}:{table}:{row}", answer.guid(forms.answer_form)?))
    }

    /// The child that the table's row is about, as the cell beside it names them.
    pub(super) fn row_subject(&self) -> Option<String> {
        let forms = &self.scene.plan.model().forms;
        let row = self.grid_row(self.record)?;
        let mut cells = self.scene.answers(self.record.guid(forms.answer_form)?);
        let subject = cells.find(|answer| {
            self.question(answer).is_some_and(|question| question.names_subject)
                && self.grid_row(answer).as_deref() == Some(row.as_str())
        })?;
        let mut people = forms.values.iter().filter(|(_, field)| {
            let tables = self.scene.tables_of(forms.answer, *field);
            tables.contains(&self.scene.plan.model().people.person)
        });
        let named = people.find_map(|(_, field)| subject.guid(*field))?;
        let person = self.scene.rest.survivor(named).filter(|person| self.scene.may_name(*person));
        person.map(|person| person.to_string())
    }

    /// The answer that a tick belongs to.
    pub(super) fn ticked_answer(&self) -> Option<&'a SourceRecord> {
        let forms = &self.scene.plan.model().forms;
        self.scene.find(forms.answer, self.record.guid(forms.tick_answer)?)
    }

    pub(super) fn form_of_tick(&self) -> Option<String> {
        let forms = &self.scene.plan.model().forms;
        self.ticked_answer()?.guid(forms.answer_form).map(|form| form.to_string())
    }

    pub(super) fn question_of_tick(&self) -> Option<String> {
        self.question(self.ticked_answer()?)?.user_code.clone()
    }

    /// The place of the ticked option in its question.
    pub(super) fn option_ordinal(&self) -> Option<String> {
        let option = self.record.guid(self.scene.plan.model().forms.tick_option)?;
        self.scene.questions.ordinal(option).map(|place| place.to_string())
    }
}
