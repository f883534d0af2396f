//! Answers of a form: one typed column a question, rows of tables, ticked options.

use super::clock::Moment;
use super::draft::Draft;
use super::form::{FormState, MadeForm};
use super::maker::{Maker, Stamp};
use super::prose;
use super::work::Work;
use super::{Question, Template};
use crate::record::Guid;

impl Maker<'_> {
    /// Answers to the questions of a form. A completed form answers all that are mandatory.
    pub(super) fn answers(&mut self, work: &Work, version: &Template, form: &MadeForm, stamp: &Stamp) {
        let share = match form.state {
            FormState::Done(_) => 88,
            FormState::Begun => 45,
            _ => 20,
        };
        let done = matches!(form.state, FormState::Done(_));
        for question in version.questions.iter().filter(|question| question.cell_of.is_none()) {
            let must = done && (question.mandatory || ALWAYS.contains(&&*question.identifier));
            if must || self.rng.percent(share) {
                match question.kind {
                    Question::TABLE => self.table(work, version, question, form, stamp),
                    _ => self.answer(work, question, None, form, stamp),
                }
            }
        }
    }

    /// Rows of a table question, three at most, with all their cells.
    fn table(&mut self, work: &Work, version: &Template, table: &Question, form: &MadeForm, stamp: &Stamp) {
        for row in 1..=self.rng.between(1, 3) {
            for cell in version.cells(table) {
                self.answer(work, cell, Some(row), form, stamp);
            }
        }
    }

    fn answer(
        &mut self,
        work: &Work,
        question: &Question,
        row_number: Option<i64>,
        form: &MadeForm,
        stamp: &Stamp,
    ) {
        let guid = self.rng.guid();
        let mut row = self.draft("DocumentAnswer");
        self.guid(&mut row, "DocumentAnswerId", guid);
        self.guid(&mut row, "AssessmentId", form.guid);
        row.text("AssessmentIdTableName", form.table).text("AssessmentIdName", &*form.title);
        self.guid(&mut row, "DocumentQuestionIdentifierId", question.guid);
        row.put("GridRowId", row_number.map(|number| number.to_string()));
        row.number("QuestionTypeId", i64::from(question.kind));
        self.typed(&mut row, work, question, form, (guid, stamp));
        let called = work.called.clone();
        self.maybe(&mut row, "Comments", 3, |rng| prose::line(rng, &called));
        self.stamp(&mut row, stamp, None);
        self.push(row);
        if question.kind == 10 {
            self.ticks(question, guid, stamp);
        }
    }

    /// Fills the one column of the question's type.
    fn typed(
        &mut self,
        row: &mut Draft<'_>,
        work: &Work,
        question: &Question,
        form: &MadeForm,
        of: (Guid, &Stamp),
    ) {
        let day = match form.state {
            FormState::Done(day) => day,
            _ => form.start,
        };
        match question.kind {
            1 => {
                row.text("ShortAnswer", self.short(question));
            }
            2 => {
                let paragraphs = 1 + self.rng.below(2);
                row.text("ParagraphAnswer", prose::text(&mut self.rng, &work.called, paragraphs));
            }
            3 => {
                row.day("DateAnswer", day);
            }
            4 => {
                row.time("DateAndTimeAnswer", Moment::on(day, &mut self.rng));
            }
            5 => {
                row.number("NumericAnswer", self.number(question));
            }
            6 => {
                row.text(
                    "DecimalAnswer",
                    format!("{}.{:02}", self.rng.between(10, 400), self.rng.below(100)),
                );
            }
            7 => {
                row.flag("TrueFalseAnswer", self.rng.percent(70));
            }
            8 | 9 => {
                let column = if question.kind == 8 { "PicklistValueId" } else { "MultichoiceAnswerId" };
                let choice = &question.choices[self.rng.index(question.choices.len())];
                self.guid(row, column, choice.guid);
            }
            11 => self.lookup(row, work),
            12 => self.image(row, of.0, of.1),
            _ => {}
        }
    }

    fn short(&mut self, question: &Question) -> String {
        let who = [
            "Social worker",
            "Mother",
            "Health visitor",
            "Both parents",
            "School – Mrs O’Neill",
            "Family support worker",
        ];
        match &*question.identifier {
            "QA-DQ-109" => self.rng.pick(&["English", "Cymraeg", "Polish, with an interpreter"]).to_owned(),
            "QA-DQ-155" => self
                .rng
                .pick(&["Reading age up by 6 months", "Attendance above 95%", "GCSE maths"])
                .to_owned(),
            _ => self.rng.pick(&who).to_owned(),
        }
    }

    fn number(&mut self, question: &Question) -> i64 {
        let highest = if question.identifier == SAFETY_SCALE { 10 } else { 40 };
        self.rng.between(0, highest)
    }

    /// The child, or now and then a brother or sister.
    fn lookup(&mut self, row: &mut Draft<'_>, work: &Work) {
        let other = if self.rng.percent(30) { self.child() } else { None };
        let (guid, name) = other.unwrap_or_else(|| (work.person, work.name.clone()));
        self.guid(row, "LookupObjectId", guid);
        row.text("LookupObjectTypeName", "Person").text("LookupObjectTitle", name);
    }

    /// A row for every option of a checklist, some of them ticked.
    fn ticks(&mut self, question: &Question, answer: Guid, stamp: &Stamp) {
        let certain = self.rng.index(question.choices.len());
        let share = if question.choices.len() > 10 { 7 } else { 55 };
        for (place, choice) in question.choices.iter().enumerate() {
            let mut row = self.draft("DocumentAnswerChecklist");
            let key = self.rng.guid();
            self.guid(&mut row, "DocumentAnswerChecklistId", key);
            self.guid(&mut row, "DocumentAnswerId", answer);
            self.guid(&mut row, "MultiOptionAnswerId", choice.guid);
            row.flag("Checked", place == certain || self.rng.percent(share));
            self.stamp(&mut row, stamp, None);
            self.push(row);
        }
    }

    /// A picture that the young person chose.
    fn image(&mut self, row: &mut Draft<'_>, answer: Guid, stamp: &Stamp) {
        let file = self.picture();
        let name = format!("My picture {}.{}", stamp.created.uk_day(), file.extension);
        let guid = self.document_file(&name, file, (answer, "DocumentAnswer", "ImageId"), stamp);
        self.guid(row, "ImageId", guid);
    }
}

/// The question of the safety scale, a whole number from 0 to 10.
const SAFETY_SCALE: &str = "QA-DQ-121";

/// Questions that every completed form of their template answers: checks, choices and dates that returns read.
const ALWAYS: [&str; 6] = ["QA-DQ-107", "QA-DQ-133", "QA-DQ-117", "QA-DQ-164", "QA-DQ-165", "QA-DQ-131"];
