//! Compiles what a profile says of words, lists, and names of tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use glob::Pattern;
use toml::Spanned;

use super::OwnValues;
use super::build::Build;
use super::raw::{RawLists, RawProfile, RawWords, Text};
use crate::record::{EntityId, FieldId, Reason};
use crate::source::{Column, Conversion, DataType};

impl Build<'_> {
    /// The columns that have words or lists of their own.
    pub(super) fn own_values(&mut self, raw: &RawProfile) -> Vec<OwnValues> {
        let words: Vec<_> = raw.words.iter().filter_map(|words| self.own_words(words)).collect();
        let lists = raw.lists.iter().filter_map(|lists| self.own_list(lists));
        let mut all = words;
        all.extend(lists);
        all
    }

    /// What stands in the key's column of rows that sum the others up.
    pub(super) fn summary_rows(&mut self, raw: &RawProfile) -> Vec<Pattern> {
        let blank = raw.summary_row.iter().filter(|row| row.key.get_ref().trim().is_empty());
        for row in blank {
            self.mistake(row.key.span(), "expected what stands in the key's column, such as `Total*`", None);
        }
        let rows = raw.summary_row.iter();
        rows.filter_map(|row| self.pattern(&row.key, row.key.get_ref().trim())).collect()
    }

    fn own_words(&mut self, raw: &RawWords) -> Option<OwnValues> {
        let (entity, field, column) = self.of_column(&raw.entity, &raw.column)?;
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        for (word, value) in raw.means.get_ref() {
            if !is_value(value, &column) {
                self.mistake(
                    raw.means.span(),
                    &format!("the column takes no `{value}`"),
                    Some("write each word with the value that the database has for it".into()),
                );
            }
            if known.insert(word.trim().to_lowercase(), value.clone()).is_some() {
                self.mistake(raw.means.span(), &format!("`{word}` is there twice"), None);
            }
        }
        if known.is_empty() {
            self.mistake(raw.means.span(), "expected words, each with its value", None);
        }
        let other =
            if column.data_type == DataType::Bit { Reason::BadBoolean } else { Reason::OptionNoLabel };
        let conversion = Conversion::Words { known: Arc::new(known), other };
        Some(OwnValues { entity, column: field, conversion })
    }

    fn own_list(&mut self, raw: &RawLists) -> Option<OwnValues> {
        let (entity, column, _) = self.of_column(&raw.entity, &raw.column)?;
        let separator = raw.separator.get_ref().clone();
        if separator.is_empty() {
            self.mistake(raw.separator.span(), "expected one or more characters", None);
        }
        Some(OwnValues { entity, column, conversion: Conversion::List { separator } })
    }

    fn of_column(&mut self, entity: &Text, column: &Text) -> Option<(EntityId, FieldId, Column)> {
        let id = self.entity(entity)?;
        let field = self.column(id, column)?;
        let described = self.dictionary.entity(id).field(field).clone();
        if matches!(described.data_type, DataType::Date | DataType::DateTime) {
            self.mistake(column.span(), "days and times are declared under [[dates]]", None);
        }
        Some((id, field, described))
    }

    /// The dictionary's names of tables, by what files call them: their names in whatever case, and those declared.
    pub(super) fn tables(&mut self, own: Option<&Spanned<BTreeMap<String, String>>>) -> Conversion {
        let names = self.dictionary.entities().iter().map(|entity| entity.name.clone());
        let mut known: BTreeMap<_, _> = names.map(|name| (name.to_lowercase(), name)).collect();
        for (called, name) in own.into_iter().flat_map(Spanned::get_ref) {
            if let Some(entity) = self.dictionary.find(name) {
                let name = self.dictionary.entity(entity).name.clone();
                known.insert(called.trim().to_lowercase(), name);
            } else {
                let span = own.map(Spanned::span).unwrap_or_default();
                self.mistake(span, &format!("the dictionary has no entity `{name}`"), None);
            }
        }
        Conversion::Table(Arc::new(known))
    }
}

/// Whether a value is one that the standard drop has in such a column.
fn is_value(value: &str, column: &Column) -> bool {
    match column.data_type {
        DataType::Bit => matches!(value, "0" | "1"),
        DataType::Int => !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()),
        _ => !value.is_empty(),
    }
}
