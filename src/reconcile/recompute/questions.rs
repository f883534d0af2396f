//! The questions and options of form templates.

use rustc_hash::FxHashMap;

use super::RestOfDrop;
use crate::map::plan::Plan;
use crate::record::{EntityId, FieldId, Guid, SourceRecord};

/// What the templates say of one question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Question {
    /// Its identifier.
    pub(super) identifier: String,
    /// Its user code in Mosaic.
    pub(super) user_code: Option<String>,
    /// The key of the table question whose cell it is.
    pub(super) table: Option<Guid>,
    /// Whether it names the child that the row is about.
    pub(super) names_subject: bool,
    /// Where it stands in a template.
    place: Option<Guid>,
}

/// The questions and options of all form templates, and who may absorb whom: worked out once for a plan and a drop.
#[derive(Clone, Debug, Default)]
pub struct Questions {
    by_key: FxHashMap<Guid, Question>,
    ordinals: FxHashMap<Guid, usize>,
    /// What the catalogue asks at a place, and of whom each option is.
    asked: FxHashMap<Guid, Guid>,
    naming: Vec<Vec<(FieldId, EntityId)>>,
}

impl Questions {
    /// Collects questions, cells and options from the reference tables of a drop.
    pub fn new(plan: &Plan, rest: RestOfDrop<'_>) -> Self {
        let mut questions = Self {
            by_key: questions(plan, rest),
            ordinals: FxHashMap::default(),
            asked: FxHashMap::default(),
            naming: super::absorbed::naming(plan),
        };
        questions.note_cells(plan, rest);
        questions.count_options(plan, rest);
        questions.note_catalogue(plan, rest);
        questions
    }

    pub(super) fn question(&self, key: Guid) -> Option<&Question> {
        self.by_key.get(&key)
    }

    /// The identifier of the table question whose cell a question is.
    pub(super) fn table_of(&self, question: &Question) -> Option<&str> {
        self.by_key.get(&question.table?).map(|table| table.identifier.as_str())
    }

    /// The place of an option in its question, counted from 1.
    pub(super) fn ordinal(&self, option: Guid) -> Option<usize> {
        self.ordinals.get(&option).copied()
    }

    /// Whether an option belongs to what a question asks.
    pub(super) fn has_option(&self, question: &Question, option: Guid) -> bool {
        let asked = question.place.and_then(|place| self.asked.get(&place));
        asked.is_some() && asked == self.asked.get(&option)
    }

    /// The columns of an entity by which its records absorb others, with the table that each names.
    pub(super) fn naming(&self, entity: EntityId) -> &[(FieldId, EntityId)] {
        &self.naming[usize::from(entity.0)]
    }

    fn note_cells(&mut self, plan: &Plan, rest: RestOfDrop<'_>) {
        let forms = &plan.model().forms;
        for cell in rest.rows(forms.cell) {
            let question = cell.guid(forms.cell_question).and_then(|key| self.by_key.get_mut(&key));
            if let (Some(question), Some(table)) = (question, cell.guid(forms.cell_table)) {
                question.table = Some(table);
                question.names_subject = cell.get(forms.cell_subject).filled() == Some("1");
            }
        }
    }

    fn note_catalogue(&mut self, plan: &Plan, rest: RestOfDrop<'_>) {
        let forms = &plan.model().forms;
        let columns = [(forms.place, forms.place_catalogue), (forms.option, forms.option_catalogue)];
        for (entity, catalogue) in columns {
            let key = plan.key_of(entity);
            let rows = rest.rows(entity).iter();
            self.asked.extend(rows.filter_map(|row| Some((row.guid(key?)?, row.guid(catalogue)?))));
        }
    }

    /// Options stand in their question by display order, then by key.
    fn count_options(&mut self, plan: &Plan, rest: RestOfDrop<'_>) {
        let forms = &plan.model().forms;
        let Some(key) = plan.key_of(forms.option) else { return };
        let mut by_question: FxHashMap<Guid, Vec<(i64, Guid)>> = FxHashMap::default();
        for option in rest.rows(forms.option) {
            let order = option.get(forms.option_order).filled().and_then(|text| text.trim().parse().ok());
            if let (Some(question), Some(key)) = (option.guid(forms.option_catalogue), option.guid(key)) {
                by_question.entry(question).or_default().push((order.unwrap_or(i64::MAX), key));
            }
        }
        for options in by_question.values_mut() {
            options.sort_unstable();
            self.ordinals.extend(options.iter().zip(1..).map(|((_, option), place)| (*option, place)));
        }
    }
}

fn questions(plan: &Plan, rest: RestOfDrop<'_>) -> FxHashMap<Guid, Question> {
    let forms = &plan.model().forms;
    let (Some(key), codes) = (plan.key_of(forms.question), plan.code_table_named(&forms.user_codes)) else {
        return FxHashMap::default();
    };
    let question = |row: &SourceRecord| {
        let identifier = row.get(forms.identifier).filled().unwrap_or_default().to_owned();
        let user_code = codes.and_then(|codes| codes.find(&identifier)?.target.clone());
        let place = row.guid(forms.question_place);
        Question { identifier, user_code, place, ..Question::default() }
    };
    rest.rows(forms.question).iter().filter_map(|row| Some((row.guid(key)?, question(row)))).collect()
}
