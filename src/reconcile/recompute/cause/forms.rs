//! What is wrong with forms, answers and ids whose table is named beside them.

use super::Weighed;
use super::look::Look;
use crate::map::plan::LineKind;
use crate::reconcile::note::carriers;
use crate::record::{EntityId, FieldId, Guid, Reason, SourceRecord};

impl Weighed<'_, '_> {
    /// The causes that lie in forms and answers; none for other codes.
    pub(super) fn in_forms(&self, reason: Reason) -> Option<bool> {
        match reason {
            Reason::TemplateUnknown => self.by_rule("template-unknown", |look| {
                let code = look.attribute(self.record, "template", "code");
                code.is_some_and(|code| look.target("templates", code).is_empty())
            }),
            Reason::QuestionUnmapped => self.by_rule("question-unmapped", |look| {
                let identifier = look.attribute(self.record, "question", "identifier").unwrap_or_default();
                look.target("questions", identifier).is_empty()
            }),
            Reason::GridUnmapped => self.by_rule("grid-unmapped", |look| self.stands_in_no_row(look)),
            Reason::AnswersOnEmptyForm => self.by_rule("answers-on-empty-form", |look| {
                let key = self.key();
                let mut answers = look.others("answer");
                look.text(self.record, "flag") == Some("0")
                    && answers.any(|answer| key.is_some() && look.guid(answer, "form") == key)
            }),
            Reason::AnswerWrongColumn => self.by_rule("answer-columns", |look| {
                let kind = look.text(self.record, "type").unwrap_or_default();
                matches!(self.filled_types(look).as_slice(), [own] if own != kind)
            }),
            Reason::AnswerSeveralColumns => {
                self.by_rule("answer-columns", |look| self.filled_types(look).len() > 1)
            }
            Reason::PolymorphicUnknownTable => {
                Some(self.claim.field.is_some_and(|field| self.names_no_table(field)))
            }
            Reason::PolymorphicMismatch => {
                Some(self.claim.field.is_some_and(|field| self.names_wrong_table(field)))
            }
            Reason::InlineImage => {
                let stays = self.scene.plan.images().is_none();
                Some(stays && self.field_text().is_some_and(has_picture))
            }
            _ => None,
        }
    }

    /// The question types whose columns are filled.
    fn filled_types(&self, look: &Look<'_, '_>) -> Vec<String> {
        let typed =
            look.rule.fields.iter().filter_map(|(name, field)| Some((name.strip_prefix("type_")?, *field)));
        let filled = typed.filter(|(_, field)| self.text_of(*field).is_some());
        filled.map(|(number, _)| number.to_owned()).collect()
    }

    /// Whether row and question do not fit: a row without a cell, a cell without a row, or an answer to a whole table.
    fn stands_in_no_row(&self, look: &Look<'_, '_>) -> bool {
        let Some(question) = look.guid(self.record, "question") else { return false };
        let cells = look.table("cell").map(|table| look.scene.rest.rows(table)).unwrap_or_default();
        let named = |column: &str| cells.iter().any(|cell| look.guid(cell, column) == Some(question));
        match look.text(self.record, "row") {
            Some(row) if row.parse::<u32>().is_ok_and(|number| number > 0) => {
                named("table") || !cells.iter().any(|cell| Self::is_in_a_table(look, cell, question))
            }
            Some(_) => true,
            None => named("cell") || named("table"),
        }
    }

    /// Whether a cell is that question's, and its table is a question that the export has.
    fn is_in_a_table(look: &Look<'_, '_>, cell: &SourceRecord, question: Guid) -> bool {
        let tables = look.field("question").map(|field| look.scene.tables_of(look.entity.entity, field));
        let known = |key: Guid| {
            let mut tables = tables.iter().flat_map(|tables| tables.iter());
            tables.any(|table| look.scene.rest.row(*table, key).is_some())
        };
        look.guid(cell, "cell") == Some(question) && look.guid(cell, "table").is_some_and(known)
    }

    /// The column that names the table of another.
    fn companion(&self, field: FieldId) -> Option<FieldId> {
        match self.entity.columns.get(usize::from(field.0))?.line {
            LineKind::Polymorphic { table } if table != field => Some(table),
            _ => None,
        }
    }

    /// The table that is named beside a column, where the column may point at it.
    fn named_table(&self, field: FieldId) -> Option<EntityId> {
        let table = self.scene.plan.dictionary().find(self.text_of(self.companion(field)?)?)?;
        self.scene.tables_of(self.entity.entity, field).contains(&table).then_some(table)
    }

    fn names_no_table(&self, field: FieldId) -> bool {
        let named = self.companion(field).and_then(|companion| self.text_of(companion)).is_some();
        named && self.text_of(field).is_some() && self.named_table(field).is_none()
    }

    fn names_wrong_table(&self, field: FieldId) -> bool {
        let Some(key) = self.text_of(field).and_then(|text| Guid::parse(text).ok()) else { return false };
        let Some(claimed) = self.named_table(field) else { return false };
        let people = self.scene.plan.model().people.person;
        let holds = |table: EntityId| {
            (table == people && self.scene.rest.survivor(key).is_some())
                || self.has(&[table], key)
                || self.scene.rest.row(table, key).is_some()
                || self.scene.rest.work(table, key).is_some()
        };
        let tables = self.scene.tables_of(self.entity.entity, field);
        !holds(claimed) && tables.iter().copied().any(|table| table != claimed && holds(table))
    }
}

/// Whether a text carries a picture within itself, or a tag of it something else.
pub(super) fn has_picture(text: &str) -> bool {
    (text.contains(':') && text.to_ascii_lowercase().contains("data:image")) || !carriers(text).is_empty()
}
