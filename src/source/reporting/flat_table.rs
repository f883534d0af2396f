//! The columns of a flat table.

use std::collections::{BTreeMap, BTreeSet};

use super::answer_key::answer_key;
use super::question_book::Question;
use crate::record::{FieldId, Guid, SourceRecord};
use crate::source::{Column, DataType, Entity, Header, Kind, ReportingRule, Role};

/// A flat table as it is read, and what becomes of its cells.
#[derive(Debug)]
pub(super) struct FlatTable<'a> {
    /// All columns that it may have; every one is text.
    pub(super) entity: Entity,
    rule: &'a ReportingRule,
    form: FieldId,
    /// The column, and where its value goes in each answer of the row.
    stamps: Vec<(FieldId, FieldId)>,
    cells: Vec<Cell>,
    /// Columns that nobody can say the question of, by their names in lower case, and the questions that claim each.
    disputed: BTreeMap<String, BTreeSet<Guid>>,
}

#[derive(Debug)]
struct Cell {
    question: Guid,
    kind: String,
    value: FieldId,
    into: FieldId,
    /// The column with the label, where that is no question's.
    label: Option<FieldId>,
    /// Where the label goes beside an answer.
    labelled: Option<FieldId>,
    /// Where a label goes that stands alone: a column of texts that holds no answer to such a question, so that the row is
    /// turned away and listed, and no label is taken for an answer.
    aside: FieldId,
}

/// An answer of a flat table: values by their columns.
pub(super) type Answer<'r> = Vec<(FieldId, std::borrow::Cow<'r, str>)>;

impl<'a> FlatTable<'a> {
    /// A table of these questions. One whose type no column of answers holds has no column here: what stands in it would be
    /// lost, and is unknown.
    pub(super) fn new(rule: &'a ReportingRule, questions: &[Question]) -> Self {
        let name = rule.form.clone();
        let entity = Entity { name: String::new(), role: Role::Casework, columns: Vec::new(), key: None };
        let (stamps, cells, disputed) = (Vec::new(), Vec::new(), BTreeMap::new());
        let mut table = Self { entity, rule, form: FieldId(0), stamps, cells, disputed };
        table.form = table.column(name);
        for (field, name) in &rule.answers.stamps {
            let told = table.column(name.clone());
            table.stamps.push((told, *field));
        }
        let claims = claims(rule, questions);
        let claimed: BTreeSet<String> = claims.keys().cloned().collect();
        table.disputed = claims.into_iter().filter(|(_, of)| of.len() > 1).collect();
        table.disputed.retain(|_, questions| questions.remove(&Guid::default()) || questions.len() > 1);
        for question in questions {
            let Some(into) = rule.answers.values.get(&question.kind) else { continue };
            let aside = rule.answers.texts.iter().find(|text| *text != into).unwrap_or(into);
            for name in &question.called {
                if table.disputed(name).is_some() || rule.leaves_out(name) {
                    continue;
                }
                let value = table.column(name.clone());
                let beside = format!("{name}{}", rule.label);
                let own = !claimed.contains(&beside.to_lowercase());
                let label = own.then(|| table.column(beside));
                table.cells.push(Cell {
                    question: question.key,
                    kind: question.kind.clone(),
                    value,
                    into: *into,
                    label,
                    labelled: rule.answers.labels.get(&question.kind).copied(),
                    aside: *aside,
                });
            }
        }
        table
    }

    /// Whether the profile leaves a column out.
    pub(super) fn leaves_out(&self, name: &str) -> bool {
        self.rule.leaves_out(name)
    }

    /// The questions that claim a column of which nobody can say whose it is; none where it is clear.
    pub(super) fn disputed(&self, name: &str) -> Option<&BTreeSet<Guid>> {
        self.disputed.get(&name.to_lowercase())
    }

    /// Questions whose answers a flat table can hold and that have no column in it, by the name of one that they may have.
    /// What the profile leaves out is not asked for.
    pub(super) fn without_column(&self, header: &Header) -> Vec<(BTreeSet<Guid>, &str)> {
        let there = |name: &str| {
            self.leaves_out(name) || header.names().iter().any(|own| own.eq_ignore_ascii_case(name))
        };
        let mut open: BTreeMap<Guid, &str> = BTreeMap::new();
        let named =
            || self.cells.iter().map(|cell| (cell.question, self.entity.field(cell.value).name.as_str()));
        open.extend(named());
        for (question, _) in named().filter(|(_, name)| there(name)) {
            open.remove(&question);
        }
        let disputed = self.disputed.iter().filter(|(name, _)| !there(name));
        let disputed = disputed.map(|(name, questions)| (questions.clone(), name.as_str()));
        open.into_iter().map(|(question, name)| (BTreeSet::from([question]), name)).chain(disputed).collect()
    }

    /// The column that names the form of a row.
    pub(super) fn form(&self) -> FieldId {
        self.form
    }

    /// The columns that answers have, in order of place.
    pub(super) fn answer_columns(&self, key: FieldId) -> Vec<FieldId> {
        let columns = &self.rule.answers;
        let mut all = vec![key, columns.form, columns.question, columns.kind];
        all.extend(self.stamps.iter().map(|(_, field)| *field));
        all.extend(columns.values.values().chain(columns.labels.values()));
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The answers that a row holds: one for each question of which a cell is filled, its own or that of its label.
    pub(super) fn answers<'r>(
        &'r self,
        key: FieldId,
        row: &'r SourceRecord,
    ) -> impl Iterator<Item = Answer<'r>> {
        let columns = &self.rule.answers;
        let form = row.get(self.form).filled();
        self.cells.iter().filter_map(move |cell| {
            let value = row.get(cell.value).filled();
            let label = cell.label.and_then(|label| row.get(label).filled());
            let (into, text) =
                value.map(|value| (cell.into, value)).or(label.map(|label| (cell.aside, label)))?;
            let made = answer_key(form.unwrap_or_default(), cell.question);
            let mut answer: Answer<'r> = vec![
                (key, made.to_string().into()),
                (columns.question, cell.question.to_string().into()),
                (columns.kind, cell.kind.as_str().into()),
                (into, text.into()),
            ];
            answer.extend(form.map(|form| (columns.form, form.into())));
            for (told, field) in &self.stamps {
                answer.extend(row.get(*told).filled().map(|text| (*field, text.into())));
            }
            let beside = label.filter(|_| value.is_some()).zip(cell.labelled);
            answer.extend(beside.map(|(text, field)| (field, text.into())));
            Some(answer)
        })
    }

    fn column(&mut self, name: String) -> FieldId {
        if let Some(known) = self.entity.column(&name) {
            return known;
        }
        self.entity.columns.push(Column {
            name,
            data_type: DataType::Text(None),
            nullable: true,
            kind: Kind::Text,
            time: None,
            note: String::new(),
        });
        FieldId(u16::try_from(self.entity.columns.len() - 1).unwrap_or(u16::MAX))
    }
}

/// Who claims each column, by its name in lower case: questions by their keys, and what a row tells of itself by an empty one.
fn claims(rule: &ReportingRule, questions: &[Question]) -> BTreeMap<String, BTreeSet<Guid>> {
    let mut claims: BTreeMap<String, BTreeSet<Guid>> = BTreeMap::new();
    let told = std::iter::once(&rule.form).chain(rule.answers.stamps.iter().map(|(_, name)| name));
    for name in told {
        claims.entry(name.to_lowercase()).or_default().insert(Guid::default());
    }
    for question in questions.iter().filter(|own| rule.answers.values.contains_key(&own.kind)) {
        for name in &question.called {
            claims.entry(name.to_lowercase()).or_default().insert(question.key);
        }
    }
    claims
}
