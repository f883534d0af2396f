//! Form templates, looked up by question.

use std::collections::{BTreeSet, HashMap};

use crate::map::plan::{Condition, Plan, Source};
use crate::record::{EntityId, Guid, SourceRecord};

/// What the templates say about one question of one template version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Question {
    /// Its identifier, such as `QA-DQ-101`.
    pub(super) identifier: String,
    /// Its user code in Mosaic; none where the code table has none.
    pub(super) user_code: Option<String>,
    /// The question in the catalogue that it asks, whose options it has.
    catalogue: Option<Guid>,
    /// The identifier of the table question whose cell it is.
    pub(super) table: Option<String>,
    /// Whether it names the child that the table's row is about.
    pub(super) subject: bool,
    /// Whether some mapping copies the answer elsewhere.
    pub(super) copied: bool,
}

/// The questions and options of all form templates.
#[derive(Clone, Debug, Default)]
pub(super) struct Templates {
    questions: HashMap<Guid, Question>,
    /// Of each option its question in the catalogue, and its place there, counted from 1.
    options: HashMap<Guid, (Guid, usize)>,
}

impl Templates {
    /// Collects questions and options from the reference tables; `rows` gives the rows of one.
    pub(super) fn new<'r>(plan: &Plan, rows: impl Fn(EntityId) -> &'r [SourceRecord]) -> Self {
        let mut templates = Self { questions: questions(plan, &rows), options: options(plan, &rows) };
        templates.mark_cells(plan, &rows);
        templates
    }

    /// A question by the key of its row.
    pub(super) fn question(&self, key: Guid) -> Option<&Question> {
        self.questions.get(&key)
    }

    /// The place of an option in its question, counted from 1.
    pub(super) fn ordinal(&self, option: Guid) -> Option<usize> {
        self.options.get(&option).map(|(_, place)| *place)
    }

    /// Whether an option is one of a question's.
    pub(super) fn offers(&self, question: &Question, option: Guid) -> bool {
        let catalogue = self.options.get(&option).map(|(catalogue, _)| *catalogue);
        catalogue.is_some() && catalogue == question.catalogue
    }

    fn mark_cells<'r>(&mut self, plan: &Plan, rows: &impl Fn(EntityId) -> &'r [SourceRecord]) {
        let forms = &plan.model().forms;
        for row in rows(forms.cell) {
            let (Some(table), Some(cell)) = (row.guid(forms.cell_table), row.guid(forms.cell_question))
            else {
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
    let copied = copied_codes(plan);
    let key = plan.key_of(forms.question);
    let places = catalogues(plan, rows);
    let question = |row: &SourceRecord| {
        let identifier = row.get(forms.identifier).filled().unwrap_or_default().to_owned();
        let entry = codes.and_then(|codes| codes.find(&identifier));
        let user_code = entry.and_then(|entry| entry.target.clone());
        let copied = user_code.as_deref().is_some_and(|code| copied.contains(code));
        let catalogue = row.guid(forms.question_place).and_then(|place| places.get(&place).copied());
        Question { identifier, user_code, catalogue, table: None, subject: false, copied }
    };
    rows(forms.question).iter().filter_map(|row| Some((row.guid(key?)?, question(row)))).collect()
}

/// The question in the catalogue that is asked at each place of a template.
fn catalogues<'r>(plan: &Plan, rows: &impl Fn(EntityId) -> &'r [SourceRecord]) -> HashMap<Guid, Guid> {
    let forms = &plan.model().forms;
    let Some(key) = plan.key_of(forms.place) else { return HashMap::new() };
    let asked = |row: &SourceRecord| Some((row.guid(key)?, row.guid(forms.place_catalogue)?));
    rows(forms.place).iter().filter_map(asked).collect()
}

/// The user codes of questions whose answers some mapping asks for by name.
fn copied_codes(plan: &Plan) -> BTreeSet<&str> {
    let mut codes = BTreeSet::new();
    for row in plan.entities().flat_map(|entity| &entity.rows) {
        asked(&row.when, &mut codes);
        for branch in row.cells.iter().flat_map(|cell| &cell.branches) {
            asked(&branch.when, &mut codes);
            if let Source::Answer(code) = &branch.source {
                codes.insert(code.as_str());
            }
        }
    }
    codes
}

fn asked<'p>(condition: &'p Condition, codes: &mut BTreeSet<&'p str>) {
    match condition {
        Condition::Answered(code) => {
            codes.insert(code);
        }
        Condition::All(all) | Condition::Any(all) => all.iter().for_each(|one| asked(one, codes)),
        Condition::Not(not) => asked(not, codes),
        _ => {}
    }
}

fn options<'r>(plan: &Plan, rows: &impl Fn(EntityId) -> &'r [SourceRecord]) -> HashMap<Guid, (Guid, usize)> {
    let forms = &plan.model().forms;
    let Some(key) = plan.key_of(forms.option) else { return HashMap::new() };
    let mut options: Vec<_> = rows(forms.option)
        .iter()
        .filter_map(|row| {
            let order = row.get(forms.option_order).filled().and_then(|text| text.trim().parse::<i64>().ok());
            Some((row.guid(forms.option_catalogue)?, order.unwrap_or(i64::MAX), row.guid(key)?))
        })
        .collect();
    options.sort_unstable();
    let mut numbered = HashMap::with_capacity(options.len());
    for question in options.chunk_by(|a, b| a.0 == b.0) {
        let places =
            question.iter().zip(1..).map(|((catalogue, _, option), place)| (*option, (*catalogue, place)));
        numbered.extend(places);
    }
    numbered
}
