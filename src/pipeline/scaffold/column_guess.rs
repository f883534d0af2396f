//! What a column of an unknown table may be, by the form of its values.

use std::collections::HashSet;

use crate::pipeline::profile::KeySets;
use crate::record::{EntityId, Guid};
use crate::source::{DataType, Format, fits};

/// More different identifiers than this are not told apart.
const MOST: usize = 2_000_000;

/// The forms that a column's values may have, the narrowest first.
const FORMS: [DataType; 6] = [
    DataType::Guid,
    DataType::Bit,
    DataType::Int,
    DataType::Date,
    DataType::DateTime,
    DataType::Decimal(18, 6),
];

/// What the values of a column look like. Of the values, identifiers alone are kept, while the file is read.
#[derive(Debug)]
pub(super) struct ColumnGuess {
    filled: u64,
    forms: Vec<DataType>,
    markup: bool,
    identifiers: HashSet<Guid>,
    pub(super) tables: Vec<EntityId>,
}

impl ColumnGuess {
    /// Nothing seen yet; an identifier may be of any of these tables.
    pub(super) fn new(tables: impl Iterator<Item = EntityId>) -> Self {
        Self {
            filled: 0,
            forms: FORMS.to_vec(),
            markup: false,
            identifiers: HashSet::new(),
            tables: tables.collect(),
        }
    }

    /// Looks at a value.
    pub(super) fn see(&mut self, text: &str, format: &Format, keys: &KeySets) {
        if text.is_empty() {
            return;
        }
        self.filled += 1;
        self.forms.retain(|form| fits(text, *form, format));
        self.markup |= text.contains("</") || text.contains("/>");
        match Guid::parse(text) {
            Ok(guid) => {
                self.tables.retain(|table| keys.has(*table, guid) == Some(true));
                if self.identifiers.len() < MOST {
                    self.identifiers.insert(guid);
                }
            }
            Err(_) => self.tables.clear(),
        }
    }

    /// Whether it has a value anywhere.
    pub(super) fn is_filled(&self) -> bool {
        self.filled > 0
    }

    /// Whether every value has the form of a type; where there is none, any type may be right.
    pub(super) fn has_form(&self, data_type: DataType) -> bool {
        match data_type {
            DataType::Text(_) | DataType::Binary => true,
            DataType::Decimal(..) => self.is_of(DataType::Decimal(18, 6)) || self.is_of(DataType::Int),
            DataType::DateTime => self.is_of(DataType::DateTime) || self.is_of(DataType::Date),
            other => self.is_of(other),
        }
    }

    fn is_of(&self, form: DataType) -> bool {
        self.filled == 0 || self.forms.contains(&form)
    }

    /// What its values are, in words, where they have the form of a type.
    pub(super) fn words(&self, data_type: DataType) -> String {
        let kind = match data_type {
            _ if self.filled == 0 => return "no value to tell by".to_owned(),
            DataType::Guid => "identifiers",
            DataType::Bit => "0 or 1",
            DataType::Int => "whole numbers",
            DataType::Date => "days",
            DataType::DateTime => "days or times",
            DataType::Decimal(..) => "numbers",
            DataType::Text(_) | DataType::Binary => "text",
        };
        format!("{} value(s), all {kind}", self.filled)
    }

    /// Whether it has values, and all of them have a form narrower than text.
    pub(super) fn is_narrow(&self) -> bool {
        self.filled > 0 && !self.forms.is_empty()
    }

    /// Whether it identifies each of so many rows.
    pub(super) fn is_key_of(&self, rows: u64) -> bool {
        rows > 0 && self.identifiers.len() as u64 == rows && self.filled == rows
    }

    /// The narrowest form that every value has; none where they are text, or where there are none.
    pub(super) fn form(&self) -> Option<DataType> {
        self.forms.first().copied().filter(|_| self.filled > 0)
    }

    /// Whether some value holds markup.
    pub(super) fn has_markup(&self) -> bool {
        self.markup
    }
}
