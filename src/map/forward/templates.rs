//! Form templates, looked up by question.

use std::collections::HashMap;

use crate::map::plan::Plan;
use crate::record::{EntityId, Guid, SourceRecord};

/// What the templates say about one question of one template version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its identifier, such as `QA-DQ-101`.
    pub identifier: String,
    /// Its user code in Mosaic; none where the code table has none.
    pub user_code: Option<String>,
    /// The identifier of the table question whose cell it is.
    pub table: Option<String>,
    /// Whether it names the child that the table's row is about.
    pub subject: bool,
}

/// The questions and options of all form templates.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    questions: HashMap<Guid, Question>,
    ordinals: HashMap<Guid, usize>,
}

impl Templates {
    /// Collects questions and options from the reference tables; `rows` gives the rows of one.
    pub fn new<'r>(plan: &Plan, rows: impl Fn(EntityId) -> &'r [SourceRecord]) -> Self {
        let mut templates = Self { questions: questions(plan, &rows), ordinals: ordinals(plan, &rows) };
        templates.mark_cells(plan, &rows);
        templates
    }

    /// A question by the key of its row.
    pub fn question(&self, key: Guid) -> Option<&Question> {
        self.questions.get(&key)
    }

    /// The place of an option in its question, counted from 1.
    pub fn ordinal(&self, option: Guid) -> Option<usize> {
        self.ordinals.get(&option).copied()
    }

    fn mark_cells<'r>(&mut self, plan: &Plan, rows: &impl Fn(EntityId) -> &'r [SourceRecord]) {
        let forms = &plan.model().forms;
        for row in rows(forms.cell) {
            let (Some(table), Some(cell)) = (row.guid(forms.cell_table), row.guid(forms.cell_question)) else {
                continue;
            };
            let table = self.questions.get(&table).map(|question| question.identifier.clone());
            if let Some(question) = self.questions.get_mut(&cell) {
                question.table = table;
                question.subject = row.get(forms.cell_subject).filled() == Some("1");
            }
        }
    }
}

fn questions<'r>(plan: &Plan, rows: &impl Fn(EntityId) -> &'r [SourceRecord]) -> HashMap<Guid, Question> {
    let forms = &plan.model().forms;
    let codes = plan.code_table_named(&forms.user_codes);
    let key = plan.key_of(forms.question);
    let question = |row: &SourceRecord| {
        let identifier = row.get(forms.identifier).filled().unwrap_or_default().to_owned();
        let user_code = codes.and_then(|codes| codes.find(&identifier)).and_then(|entry| entry.target.clone());
        Question { identifier, user_code, table: None, subject: false }
    };
    rows(forms.question).iter().filter_map(|row| Some((row.guid(key?)?, question(row)))).collect()
}

fn ordinals<'r>(plan: &Plan, rows: &impl Fn(EntityId) -> &'r [SourceRecord]) -> HashMap<Guid, usize> {
    let forms = &plan.model().forms;
    let Some(key) = plan.key_of(forms.option) else { return HashMap::new() };
    let mut options: Vec<_> = rows(forms.option)
        .iter()
        .filter_map(|row| {
            let order = row.get(forms.option_order).filled().and_then(|text| text.parse::<i64>().ok());
            Some((row.guid(forms.option_catalogue)?, order.unwrap_or(i64::MAX), row.guid(key)?))
        })
        .collect();
    options.sort_unstable();
    let mut ordinals = HashMap::with_capacity(options.len());
    for question in options.chunk_by(|a, b| a.0 == b.0) {
        ordinals.extend(question.iter().enumerate().map(|(place, option)| (option.2, place + 1)));
    }
    ordinals
}
