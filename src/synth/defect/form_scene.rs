//! Forms and answers for a scene.

use jiff::civil::Date;

use super::{Site, Subject};
use crate::record::Guid;
use crate::synth::{Question, Template};

/// The typed columns of answers, by the number of the question's type.
const COLUMNS: [(u8, &str); 10] = [
    (1, "ShortAnswer"),
    (2, "ParagraphAnswer"),
    (3, "DateAnswer"),
    (4, "DateAndTimeAnswer"),
    (5, "NumericAnswer"),
    (6, "DecimalAnswer"),
    (7, "TrueFalseAnswer"),
    (8, "PicklistValueId"),
    (9, "MultichoiceAnswerId"),
    (11, "LookupObjectId"),
];

/// The column that holds the answer to a question of that type.
pub(super) fn column_of(kind: u8) -> &'static str {
    COLUMNS.iter().find(|(number, _)| *number == kind).map_or("ShortAnswer", |(_, column)| *column)
}

impl<'a> Site<'a> {
    /// Adds a form completed on that day, every mandatory question answered.
    pub(super) fn form(&mut self, child: Subject, case: usize, template: &str, day: Date) -> usize {
        let template = self.council.template(template);
        let form = self.begun_form(child, case, template.guid, day);
        self.put(form, "AssessmentStatusId", Some("2"));
        self.put(form, "CompletionDate", Some(&day.to_string()));
        for question in template.questions.iter().filter(|question| question.mandatory) {
            let value = match question.kind {
                3 => day.to_string(),
                7 => "1".to_owned(),
                _ => "Agreed with the family.".to_owned(),
            };
            self.answer(form, question, None, &value);
        }
        form
    }

    /// Adds a form in progress without answers.
    pub(super) fn begun_form(&mut self, child: Subject, case: usize, document: Guid, day: Date) -> usize {
        let mut row = self.draft("CaseForm", child, day);
        self.put_in_case(&mut row, case);
        row.guid(&mut self.rng, "DocumentId", document).number("AssessmentStatusId", 1).day("StartDate", day);
        row.flag("SDEExecuted", true).flag("AnswersInitialized", true);
        self.add(row.done())
    }

    /// The question of a template by its identifier.
    pub(super) fn question(&self, template: &str, identifier: &str) -> &'a Question {
        let template: &'a Template = self.council.template(template);
        let found = template.questions.iter().find(|question| question.identifier == identifier);
        found.unwrap_or_else(|| unreachable!("{} asks {identifier}: a test plants each kind", template.code))
    }

    /// Adds an answer; in a table, to the row of that number.
    pub(super) fn answer(
        &mut self,
        form: usize,
        question: &Question,
        row: Option<u32>,
        value: &str,
    ) -> usize {
        let place = self.answer_to(form, question.guid, question.kind, row);
        self.put(place, column_of(question.kind), Some(value));
        place
    }

    /// Adds an answer without a value.
    pub(super) fn answer_to(
        &mut self,
        form: usize,
        question: Guid,
        kind: u8,
        grid_row: Option<u32>,
    ) -> usize {
        let (key, title) = (self.key(form), self.value(form, "Title").map(str::to_owned));
        let mut row = self.control_draft("DocumentAnswer");
        row.guid(&mut self.rng, "AssessmentId", key).text("AssessmentIdTableName", "CaseForm");
        row.put("AssessmentIdName", title).guid(&mut self.rng, "DocumentQuestionIdentifierId", question);
        row.put("GridRowId", grid_row.map(|number| number.to_string()))
            .number("QuestionTypeId", i64::from(kind));
        self.add(row.done())
    }
}
