//! Compiles a profile's `[reporting_tables]`.

use std::collections::BTreeMap;

use super::build::Build;
use super::raw::{RawAnswers, RawFormat, RawQuestions, RawReporting, Text};
use super::{AnswerColumns, FileRule, QuestionColumns, ReportingRule};
use crate::record::{EntityId, FieldId, Guid};
use crate::source::Kind;

impl Build<'_> {
    /// How answers stand in flat tables; none where names are wrong, which is noted.
    pub(super) fn reporting(&mut self, raw: &RawReporting, format: &RawFormat) -> Option<ReportingRule> {
        if !format.header {
            self.mistake(
                raw.form.span(),
                "flat tables name their questions in a header, and files have none",
                None,
            );
        }
        let questions = self.questions(&raw.questions)?;
        let answers = self.answers(&raw.answers)?;
        let files = raw.patterns.iter().filter_map(|text| {
            let pattern = self.pattern(text, text.get_ref())?;
            Some(FileRule { pattern, entity: answers.entity, view: None })
        });
        let files: Vec<FileRule> = files.collect();
        let named = self.document_path(questions.template, &raw.named)?;
        Some(ReportingRule {
            files,
            named,
            called: raw
                .called
                .iter()
                .filter_map(|(name, key)| Some((name.clone(), self.key(key)?)))
                .collect(),
            form: raw.form.get_ref().clone(),
            label: raw.label.clone(),
            left_out: raw.left_out.iter().map(|(name, why)| (name.clone(), self.reason(why))).collect(),
            answers,
            questions,
        })
    }

    fn key(&mut self, text: &Text) -> Option<Guid> {
        let key = Guid::parse(text.get_ref());
        if key.is_err() {
            self.mistake(text.span(), "expected the key of a template, 36 characters", None);
        }
        key.ok()
    }

    fn answers(&mut self, raw: &RawAnswers) -> Option<AnswerColumns> {
        let entity = self.entity(&raw.entity)?;
        let mut column = |name: &Text| self.column(entity, name);
        let (form, question) = (column(&raw.form), column(&raw.question));
        let (kind, row, changed) = (column(&raw.kind), column(&raw.row), column(&raw.changed));
        let stamps = raw.stamps.iter().filter_map(|(name, told)| Some((column(name)?, told.clone())));
        let stamps = stamps.collect();
        let mut by_kind = |columns: &BTreeMap<String, Text>| -> BTreeMap<String, FieldId> {
            columns.iter().filter_map(|(kind, name)| Some((kind.clone(), column(name)?))).collect()
        };
        let (values, labels) = (by_kind(&raw.values), by_kind(&raw.labels));
        let described = self.dictionary.entity(entity);
        let is_text = |field: &FieldId| matches!(described.field(*field).kind, Kind::Text);
        let texts = values.values().copied().filter(is_text).collect();
        Some(AnswerColumns {
            entity,
            form: form?,
            question: question?,
            kind: kind?,
            row: row?,
            changed: changed?,
            stamps,
            values,
            texts,
            labels,
        })
    }

    fn questions(&mut self, raw: &RawQuestions) -> Option<QuestionColumns> {
        let (template, entity) = (self.entity(&raw.template)?, self.entity(&raw.entity)?);
        let of_template = self.column(entity, &raw.of_template);
        let called_by = raw.called_by.iter().filter_map(|name| self.column(entity, name)).collect();
        let place = self.points_at(entity, &raw.place)?;
        let catalogue = self.points_at(place.1, &raw.catalogue)?;
        let kind = self.column(catalogue.1, &raw.kind)?;
        Some(QuestionColumns {
            template,
            entity,
            of_template: of_template?,
            called_by,
            place,
            catalogue,
            kind,
        })
    }

    /// A column that points at rows of one other entity, and that entity.
    fn points_at(&mut self, entity: EntityId, name: &Text) -> Option<(FieldId, EntityId)> {
        let field = self.column(entity, name)?;
        match self.dictionary.entity(entity).field(field).kind {
            Kind::Lookup { table } | Kind::Reference { table } => Some((field, table)),
            _ => {
                self.mistake(name.span(), "the column points at no other table", None);
                None
            }
        }
    }
}
