//! What is needed to run a plan backwards, worked out once.

use rustc_hash::FxHashMap;

use super::{CodeInverse, Questions};
use crate::map::plan::{CodeBy, CodeTableId, Plan, RowShape, Source, Step};
use crate::reconcile::Export;
use crate::record::{EntityId, FieldId, Guid};
use crate::source::{Column, Kind};

/// What is needed to run a plan backwards: codes by their targets, reference rows by how they are shown, workers by
/// their user names, the questions of all forms.
pub(in crate::reconcile) struct Backwards<'a> {
    pub(in crate::reconcile) plan: &'a Plan,
    pub(in crate::reconcile) export: &'a dyn Export,
    pub(in crate::reconcile) questions: Questions,
    codes: FxHashMap<CodeKey, CodeInverse>,
    shown: FxHashMap<EntityId, FxHashMap<String, Vec<String>>>,
    workers: FxHashMap<String, Guid>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct CodeKey {
    table: CodeTableId,
    entity: EntityId,
    field: FieldId,
    separator: Option<char>,
}

impl<'a> Backwards<'a> {
    /// Works everything out for a plan and an export.
    pub(in crate::reconcile) fn new(plan: &'a Plan, export: &'a dyn Export) -> Self {
        let mut backwards = Self {
            plan,
            export,
            questions: Questions::new(plan, export),
            codes: FxHashMap::default(),
            shown: FxHashMap::default(),
            workers: workers(plan, export),
        };
        backwards.learn_codes();
        backwards.learn_references();
        backwards
    }

    /// A column of the dictionary.
    pub(in crate::reconcile) fn column(&self, entity: EntityId, field: FieldId) -> &'a Column {
        self.plan.dictionary().entity(entity).field(field)
    }

    /// The codes of a column that a code table leads to a target.
    pub(in crate::reconcile) fn codes(
        &self,
        table: CodeTableId,
        (entity, field): (EntityId, FieldId),
        separator: Option<char>,
    ) -> Option<&CodeInverse> {
        self.codes.get(&CodeKey { table, entity, field, separator })
    }

    /// The keys, in lower case, of the rows of a reference table that are shown as this text.
    pub(in crate::reconcile) fn shown_as(&self, table: EntityId, text: &str) -> &[String] {
        self.shown.get(&table).and_then(|rows| rows.get(text)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The worker with that user name.
    pub(in crate::reconcile) fn worker(&self, user_name: &str) -> Option<Guid> {
        self.workers.get(user_name).copied()
    }

    fn learn_codes(&mut self) {
        for entity in self.plan.entities() {
            for rule in &entity.rows {
                let separator = match rule.shape {
                    RowShape::Split { separator, .. } => Some(separator),
                    _ => None,
                };
                for branch in rule.cells.iter().flat_map(|cell| &cell.branches) {
                    let Source::Field(field) = branch.source else { continue };
                    for step in &branch.steps {
                        if let Step::Code { table, by } = step {
                            let key = CodeKey { table: *table, entity: entity.entity, field, separator };
                            self.learn_code(key, *by);
                        }
                    }
                }
            }
        }
    }

    fn learn_code(&mut self, key: CodeKey, by: CodeBy) {
        if !self.codes.contains_key(&key) {
            let inverse = CodeInverse::new(self, key.table, by, (key.entity, key.field), key.separator);
            self.codes.insert(key, inverse);
        }
    }

    fn learn_references(&mut self) {
        for entity in self.plan.entities() {
            for column in &self.plan.dictionary().entity(entity.entity).columns {
                if let Kind::Reference { table } = column.kind
                    && !self.shown.contains_key(&table)
                {
                    let rows = shown_rows(self.plan, self.export, table);
                    self.shown.insert(table, rows);
                }
            }
        }
    }
}

/// The rows of a reference table by how a note line shows them, `Name [Code]`.
fn shown_rows(plan: &Plan, export: &dyn Export, table: EntityId) -> FxHashMap<String, Vec<String>> {
    let mut rows: FxHashMap<String, Vec<String>> = FxHashMap::default();
    let Some(key) = plan.key_of(table) else { return rows };
    for row in export.rows(table) {
        let Some(guid) = row.guid(key) else { continue };
        rows.entry(super::shown::reference(plan, table, row)).or_default().push(guid.to_string());
    }
    rows
}

fn workers(plan: &Plan, export: &dyn Export) -> FxHashMap<String, Guid> {
    let people = &plan.model().people;
    let Some(key) = plan.key_of(people.worker) else { return FxHashMap::default() };
    let worker = |row: &crate::record::SourceRecord| {
        let name = row.get(people.user_name).filled()?.trim();
        Some((name.to_owned(), row.guid(key)?))
    };
    export.rows(people.worker).iter().filter_map(worker).collect()
}
