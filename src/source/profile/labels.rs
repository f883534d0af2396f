//! How an export shows labels where a database has identifiers and codes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::record::{EntityId, FieldId, SourceRecord};
use crate::source::{Conversion, Entity, Kind, LabelBook, LabelKind};

/// How files show labels. Whole tables, or single columns, may hold identifiers all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// For each entity, what the files call its columns.
    pub(in crate::source) headings: Vec<Vec<(String, FieldId)>>,
    /// For each entity, the columns whose texts show a record where another names it, joined by comma and space.
    pub(in crate::source) shown: Vec<Vec<FieldId>>,
    /// Where the labels of options stand.
    pub options: LabelledOptions,
    /// Labels that stand for another, by what they label: a table or a list of options.
    pub(in crate::source) aliases: Vec<(LabelKind, BTreeMap<String, String>)>,
    pub(in crate::source) whole: BTreeSet<EntityId>,
    pub(in crate::source) single: BTreeSet<(EntityId, FieldId)>,
    /// Every entity that a column names by label.
    pub(in crate::source) named: BTreeSet<EntityId>,
    /// What the labels of the drop stand for.
    pub(in crate::source) book: Arc<LabelBook>,
}

/// Where the labels of options stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelledOptions {
    /// The entity of lists.
    pub set: EntityId,
    /// The name of a list.
    pub name: FieldId,
    /// The entity of values.
    pub value: EntityId,
    /// The list of a value, by name or by key.
    pub of_set: FieldId,
    /// The number of a value.
    pub number: FieldId,
    /// The label of a value.
    pub text: FieldId,
}

impl Labels {
    /// The same, with what the labels of a drop stand for.
    #[must_use]
    pub fn with_book(&self, book: LabelBook) -> Self {
        Self { book: Arc::new(book), ..self.clone() }
    }

    /// The same, where what labels stand for is not asked: every value is taken as the file has it.
    #[must_use]
    pub(in crate::source) fn as_written(&self) -> Self {
        let all = (0..u16::try_from(self.shown.len()).unwrap_or(u16::MAX)).map(EntityId);
        Self { whole: all.collect(), ..self.clone() }
    }

    /// Whether files of an entity have the data dictionary's names for its columns, and identifiers.
    pub fn has_identifiers(&self, entity: EntityId) -> bool {
        self.whole.contains(&entity)
    }

    /// The entities that others name by label, in ascending order.
    pub fn named(&self) -> impl Iterator<Item = EntityId> {
        self.named.iter().copied()
    }

    /// Whether a column names records of an entity by label.
    pub fn names(&self, entity: EntityId) -> bool {
        self.named.contains(&entity)
    }

    /// How a record is shown where another names it.
    pub fn text(&self, record: &SourceRecord) -> String {
        let columns = &self.shown[usize::from(record.entity().0)];
        let parts: Vec<_> = columns.iter().filter_map(|column| record.get(*column).filled()).collect();
        parts.join(", ")
    }

    /// What files call a column.
    pub fn heading(&self, entity: EntityId, field: FieldId) -> Option<&str> {
        let mut headings = self.headings[usize::from(entity.0)].iter();
        headings.find(|(_, own)| *own == field).map(|(heading, _)| heading.as_str())
    }

    /// What the label in a column stands for; none where the column has no label.
    pub fn kind(&self, (id, entity): (EntityId, &Entity), field: FieldId) -> Option<LabelKind> {
        if self.whole.contains(&id) || self.single.contains(&(id, field)) {
            return None;
        }
        match &entity.field(field).kind {
            Kind::Option { list } => Some(LabelKind::Option { list: list.clone() }),
            Kind::Reference { table } => Some(LabelKind::Code { table: *table }),
            Kind::Lookup { table } | Kind::File { table } => Some(LabelKind::Record { tables: vec![*table] }),
            Kind::Polymorphic { tables, .. } => Some(LabelKind::Record { tables: tables.clone() }),
            Kind::TableName => self.table_of((id, entity), field),
            _ => None,
        }
    }

    /// The column whose cell a column is read from where the file has none of its own: that which it is the label of, or
    /// whose table it names.
    pub fn stands_in(&self, (id, entity): (EntityId, &Entity), field: FieldId) -> Option<FieldId> {
        let of = match &entity.field(field).kind {
            Kind::Label { of } => *of,
            Kind::TableName => table_column(entity, field),
            _ => None,
        };
        of.filter(|of| self.kind((id, entity), *of).is_some())
    }

    pub(in crate::source) fn conversion(
        &self,
        entity: (EntityId, &Entity),
        field: FieldId,
    ) -> Option<Conversion> {
        let kind = self.kind(entity, field)?;
        Some(Conversion::Label { aliases: self.aliases_of(&kind), kind, book: Arc::clone(&self.book) })
    }

    fn aliases_of(&self, kind: &LabelKind) -> BTreeMap<String, String> {
        let mut aliases = self.aliases.iter();
        aliases.find(|(of, _)| of == kind).map(|(_, aliases)| aliases.clone()).unwrap_or_default()
    }

    fn table_of(&self, (id, entity): (EntityId, &Entity), field: FieldId) -> Option<LabelKind> {
        let of = table_column(entity, field)?;
        match self.kind((id, entity), of)? {
            LabelKind::Record { tables } => Some(LabelKind::Table { tables }),
            _ => None,
        }
    }
}

/// The column whose table a column names.
fn table_column(entity: &Entity, field: FieldId) -> Option<FieldId> {
    let names = |of: &FieldId| matches!(&entity.field(*of).kind, Kind::Polymorphic { table_column: Some(table), .. } if *table == field);
    entity.fields().find(names)
}
