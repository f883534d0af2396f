//! Tables and columns of the standard drop, by name.

use std::collections::HashMap;
use std::path::Path;

use super::TableId;
use crate::source::Dictionary;

/// The standard dictionary, compiled in: the generator makes this shape and no other.
const DICTIONARY: &str = include_str!("../../mappings/dictionary.csv");

/// The standard dictionary with quick ways from names to places.
#[derive(Debug)]
pub struct Schema {
    dictionary: Dictionary,
    columns: Vec<HashMap<String, usize>>,
}

impl Schema {
    /// Reads the standard dictionary.
    pub fn standard() -> Self {
        let dictionary = Dictionary::parse(Path::new("dictionary.csv"), DICTIONARY)
            .expect("the standard dictionary is well formed: a test reads it");
        let names = |id| dictionary.entity(id).columns.iter().map(|column| column.name.clone());
        let columns = dictionary.ids().map(|id| names(id).zip(0..).collect()).collect();
        Self { dictionary, columns }
    }

    /// The dictionary itself.
    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// The table of that name; the generator names only tables of the standard dictionary.
    pub fn table(&self, name: &str) -> TableId {
        self.dictionary.find(name).expect("a table of the standard dictionary: a test finds each")
    }

    /// The name of a table.
    pub fn name(&self, table: TableId) -> &str {
        &self.dictionary.entity(table).name
    }

    /// How many columns a table has.
    pub fn width(&self, table: TableId) -> usize {
        self.dictionary.entity(table).columns.len()
    }

    /// The place of a column within its table.
    pub fn column(&self, table: TableId, name: &str) -> Option<usize> {
        self.columns[usize::from(table.0)].get(name).copied()
    }

    /// The place of the table's key.
    pub fn key(&self, table: TableId) -> Option<usize> {
        self.dictionary.entity(table).key.map(|field| usize::from(field.0))
    }
}
