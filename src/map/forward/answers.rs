//! The answers of a case file, by form, and the options of tick lists.

use rustc_hash::FxHashMap;

use super::prepared::Prepared;
use crate::map::plan::Plan;
use crate::map::rule::CaseView;
use crate::record::{Guid, SourceRecord};

/// The answers of a case file, by form; values are places of records.
#[derive(Debug, Default)]
pub(super) struct Answers<'a> {
    by_form: FxHashMap<Guid, Vec<usize>>,
    /// Answers that some mapping copies elsewhere, by form and user code.
    copied: FxHashMap<(Guid, &'a str), Vec<usize>>,
    /// Answers that name the child a row of a table is about, by form, table question and row number.
    subjects: FxHashMap<(Guid, &'a str, &'a str), usize>,
    /// Options of tick lists, ticked or not, by answer.
    ticks: FxHashMap<Guid, Vec<usize>>,
}

impl<'a> Answers<'a> {
    /// Looks at the answers once.
    pub(super) fn new(plan: &'a Plan, prepared: &'a Prepared, case: &CaseView<'a>) -> Self {
        let forms = &plan.model().forms;
        let mut answers = Self::default();
        for place in case.places(forms.tick) {
            if let Some(answer) = case.records[place].guid(forms.tick_answer) {
                answers.ticks.entry(answer).or_default().push(place);
            }
        }
        for place in case.places(forms.answer) {
            let record: &'a SourceRecord = &case.records[place];
            let Some(form) = record.guid(forms.answer_form) else { continue };
            answers.by_form.entry(form).or_default().push(place);
            let question = record.guid(forms.answer_question);
            let Some(question) = question.and_then(|key| prepared.templates.question(key)) else { continue };
            if let (true, Some(code)) = (question.copied, &question.user_code) {
                answers.copied.entry((form, code)).or_default().push(place);
            }
            if let (true, Some(table)) = (question.subject, &question.table)
                && let Some(row) = record.get(forms.answer_row).filled()
            {
                answers.subjects.entry((form, table, row)).or_insert(place);
            }
        }
        answers
    }

    /// The answers of a form.
    pub(super) fn of(&self, form: Guid) -> &[usize] {
        self.by_form.get(&form).map_or(&[], Vec::as_slice)
    }

    /// The options of an answer, ticked or not.
    pub(super) fn ticks(&self, answer: Guid) -> &[usize] {
        self.ticks.get(&answer).map_or(&[], Vec::as_slice)
    }

    /// The first answer of a form to the question with this user code that gives rows, where some mapping asks for it.
    pub(super) fn copied(&self, form: Guid, code: &str, gives_rows: impl Fn(usize) -> bool) -> Option<usize> {
        if self.copied.is_empty() {
            return None;
        }
        self.copied.get(&(form, code))?.iter().copied().find(|place| gives_rows(*place))
    }

    /// The answer that names the child a row of a table is about.
    pub(super) fn subject(&self, form: Guid, table: &str, row: &str) -> Option<usize> {
        self.subjects.get(&(form, table, row)).copied()
    }
}
