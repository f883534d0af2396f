//! The questions and options of all form templates, looked up by the keys of their rows.

use rustc_hash::FxHashMap;

use crate::map::plan::Plan;
use crate::reconcile::Export;
use crate::record::{Guid, SourceRecord};

/// A question of one version of a form template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::reconcile) struct Question {
    /// Its identifier, such as `QA-DQ-101`.
    pub(in crate::reconcile) identifier: String,
    /// Its user code in Mosaic; none where the code table has none.
    pub(in crate::reconcile) user_code: Option<String>,
    /// The identifier of the table question whose cell it is.
    pub(in crate::reconcile) table: Option<String>,
    /// Its question in the catalogue.
    pub(in crate::reconcile) catalogue: Option<Guid>,
}

/// The questions and options of all form templates.
#[derive(Clone, Debug, Default)]
pub(in crate::reconcile) struct Questions {
    questions: FxHashMap<Guid, Question>,
    options: FxHashMap<Guid, Guid>,
}

impl Questions {
    /// Collects them from the export's reference tables.
    pub(super) fn new(plan: &Plan, export: &dyn Export) -> Self {
        let mut all = Self::default();
        all.learn_questions(plan, export);
        all.learn_cells(plan, export);
        all.learn_options(plan, export);
        all
    }

    /// A question.
    pub(in crate::reconcile) fn get(&self, key: Guid) -> Option<&Question> {
        self.questions.get(&key)
    }

    /// The catalogue question that an option belongs to.
    pub(in crate::reconcile) fn catalogue_of(&self, option: Guid) -> Option<Guid> {
        self.options.get(&option).copied()
    }

    fn learn_questions(&mut self, plan: &Plan, export: &dyn Export) {
        let forms = &plan.model().forms;
        let codes = plan.code_table_named(&forms.user_codes);
        let places = by_key(plan, export, forms.place);
        for (key, row) in by_key(plan, export, forms.question) {
            let identifier = row.get(forms.identifier).filled().unwrap_or_default().to_owned();
            let user_code = codes.and_then(|codes| codes.find(&identifier)?.target.clone());
            let place = row.guid(forms.question_place).and_then(|place| places.get(&place));
            let catalogue = place.and_then(|place| place.guid(forms.place_catalogue));
            self.questions.insert(key, Question { identifier, user_code, catalogue, ..Question::default() });
        }
    }

    fn learn_cells(&mut self, plan: &Plan, export: &dyn Export) {
        let forms = &plan.model().forms;
        for row in export.rows(forms.cell) {
            let table = row.guid(forms.cell_table).and_then(|table| self.questions.get(&table));
            let table = table.map(|table| table.identifier.clone());
            let cell = row.guid(forms.cell_question).and_then(|cell| self.questions.get_mut(&cell));
            if let Some(cell) = cell {
                cell.table = table;
            }
        }
    }

    fn learn_options(&mut self, plan: &Plan, export: &dyn Export) {
        for (key, row) in by_key(plan, export, plan.model().forms.option) {
            if let Some(question) = row.guid(plan.model().forms.option_catalogue) {
                self.options.insert(key, question);
            }
        }
    }
}

fn by_key<'e>(
    plan: &Plan,
    export: &'e dyn Export,
    entity: crate::record::EntityId,
) -> FxHashMap<Guid, &'e SourceRecord> {
    let Some(key) = plan.key_of(entity) else { return FxHashMap::default() };
    export.rows(entity).iter().filter_map(|row| Some((row.guid(key)?, row))).collect()
}
