//! Compiles a profile's `[labels]`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::build::Build;
use super::raw::{RawAlias, RawLabels, Text};
use super::{LabelledOptions, Labels};
use crate::record::{EntityId, FieldId};
use crate::source::labels::heading;
use crate::source::{Entity, Kind, LabelBook, LabelKind};

impl Build<'_> {
    /// How the export shows labels; none where names are wrong, which is noted.
    pub(super) fn labels(&mut self, raw: &RawLabels) -> Option<Labels> {
        let whole: BTreeSet<EntityId> =
            raw.tables_by_id.iter().filter_map(|name| self.entity(name)).collect();
        let single = raw.columns_by_id.iter().filter_map(|name| self.place(name)).collect();
        let dictionary = self.dictionary;
        let headings =
            dictionary.ids().map(|id| headings(dictionary.entity(id), raw.key.get_ref())).collect();
        let mut shown: Vec<Vec<FieldId>> =
            dictionary.entities().iter().map(|entity| first(entity, &raw.shown)).collect();
        for (name, columns) in &raw.of {
            let Some(entity) = self.entity(name) else { continue };
            shown[usize::from(entity.0)] =
                columns.iter().filter_map(|column| self.column(entity, column)).collect();
        }
        let mut labels = Labels {
            headings,
            shown,
            options: self.labelled_options(raw)?,
            aliases: Vec::new(),
            whole,
            single,
            named: BTreeSet::new(),
            book: Arc::new(LabelBook::default()),
        };
        labels.aliases = self.aliases(&raw.alias);
        for id in &labels.whole {
            labels.headings[usize::from(id.0)].clear();
        }
        labels.named = self.named(&labels);
        Some(labels)
    }

    /// A column as `Table.Column`.
    fn place(&mut self, name: &Text) -> Option<(EntityId, FieldId)> {
        let found = name.get_ref().split_once('.').and_then(|(table, column)| {
            let entity = self.dictionary.find(table)?;
            Some((entity, self.dictionary.entity(entity).column(column)?))
        });
        if found.is_none() {
            let help = "write the table and the column, as Person.MasterId";
            self.mistake(name.span(), "the dictionary has no such column", Some(help.into()));
        }
        found
    }

    fn labelled_options(&mut self, raw: &RawLabels) -> Option<LabelledOptions> {
        let raw = &raw.options;
        let (set, value) = (self.entity(&raw.set)?, self.entity(&raw.value)?);
        let name = self.column(set, &raw.name);
        let of_set = self.column(value, &raw.of_set);
        let (number, text) = (self.column(value, &raw.number), self.column(value, &raw.text));
        Some(LabelledOptions { set, name: name?, value, of_set: of_set?, number: number?, text: text? })
    }

    fn aliases(&mut self, raw: &[RawAlias]) -> Vec<(LabelKind, BTreeMap<String, String>)> {
        let mut aliases: Vec<(LabelKind, BTreeMap<String, String>)> = Vec::new();
        for alias in raw {
            let Some(kind) = self.labelled(&alias.of) else { continue };
            let place = aliases.iter().position(|(of, _)| *of == kind).unwrap_or_else(|| {
                aliases.push((kind, BTreeMap::new()));
                aliases.len() - 1
            });
            let (written, means) = (alias.written.get_ref().clone(), alias.means.get_ref().clone());
            if aliases[place].1.insert(written, means).is_some() {
                self.mistake(alias.written.span(), "the label stands for two", None);
            }
        }
        aliases
    }

    /// A code table, or a list of options, by its name.
    fn labelled(&mut self, name: &Text) -> Option<LabelKind> {
        if let Some(table) = self.dictionary.find(name.get_ref()) {
            return Some(LabelKind::Code { table });
        }
        let mut columns = self.dictionary.entities().iter().flat_map(|entity| &entity.columns);
        let list =
            columns.any(|column| matches!(&column.kind, Kind::Option { list } if list == name.get_ref()));
        if !list {
            self.mistake(name.span(), "neither a table nor a list of options has this name", None);
        }
        list.then(|| LabelKind::Option { list: name.get_ref().clone() })
    }

    /// Every entity that a column names by label.
    fn named(&self, labels: &Labels) -> BTreeSet<EntityId> {
        let mut named = BTreeSet::new();
        for id in self.dictionary.ids() {
            let entity = self.dictionary.entity(id);
            for field in entity.fields() {
                match labels.kind((id, entity), field) {
                    Some(LabelKind::Code { table }) => named.extend([table]),
                    Some(LabelKind::Record { tables }) => named.extend(tables),
                    _ => {}
                }
            }
        }
        named
    }
}

/// What a view calls the columns of an entity.
fn headings(entity: &Entity, key: &str) -> Vec<(String, FieldId)> {
    let fields = entity.fields().zip(&entity.columns);
    let headings = fields.filter_map(|(field, column)| {
        let name = match column.kind {
            Kind::Key => key.to_owned(),
            Kind::Label { .. } | Kind::TableName => return None,
            Kind::Option { .. }
            | Kind::Reference { .. }
            | Kind::Lookup { .. }
            | Kind::File { .. }
            | Kind::Polymorphic { .. } => heading(&column.name, true),
            _ => heading(&column.name, false),
        };
        Some((name, field))
    });
    headings.collect()
}

/// The first of the columns that an entity has.
fn first(entity: &Entity, columns: &[String]) -> Vec<FieldId> {
    columns.iter().find_map(|column| entity.column(column)).into_iter().collect()
}
