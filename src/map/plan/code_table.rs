//! A code table: from codes of the source to codes of the target.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::CodeBy;

/// What a code table says of one source code or label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeEntry {
    /// The source code; entries found by an alias have the code of the entry they stand for.
    pub source: String,
    /// The label at the time the table was written.
    pub label: String,
    /// The target code; none means known, and deliberately not mapped.
    pub target: Option<String>,
    /// Whether it was found by a declared other spelling of the label (`label-variant`).
    pub alias: bool,
    /// Other spellings of the label that the table declares, in order.
    pub variants: Vec<String>,
    /// Line of the CSV file, counted from 1.
    pub line: u32,
}

/// A code table (`mappings/codes/<name>.csv`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeTable {
    name: String,
    list: String,
    domain: String,
    by: CodeBy,
    /// In the order of their keys.
    entries: Vec<(String, CodeEntry)>,
    places: FxHashMap<String, usize>,
}

impl CodeTable {
    /// A code table of entries by what it is keyed by; `list` is the source's list and `domain` the target's.
    pub fn new(
        name: String,
        list: String,
        domain: String,
        by: CodeBy,
        entries: BTreeMap<String, CodeEntry>,
    ) -> Self {
        let places = entries.keys().enumerate().map(|(place, key)| (key.clone(), place)).collect();
        Self { name, list, domain, by, entries: entries.into_iter().collect(), places }
    }

    /// The table's name, which is its file's name without `.csv`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What its entries are keyed by.
    pub fn by(&self) -> CodeBy {
        self.by
    }

    /// The list of the source that it is for; empty where it is for none.
    pub fn list(&self) -> &str {
        &self.list
    }

    /// The code list of the contract that its targets are of.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// What the table says of a key: a number, name, statutory code or code, as the step's `by` demands.
    pub fn find(&self, key: &str) -> Option<&CodeEntry> {
        self.places.get(key).map(|place| &self.entries[*place].1)
    }

    /// All entries by their keys, in order.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &CodeEntry)> {
        self.entries.iter().map(|(key, entry)| (key.as_str(), entry))
    }
}
