//! The codes that a column of the target takes.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

/// A code list of the target: codes and labels.
#[derive(Clone, Debug)]
pub struct CodeList {
    name: String,
    codes: BTreeMap<String, String>,
    /// The same codes, to be asked for at every cell.
    known: FxHashSet<String>,
}

impl CodeList {
    /// A list of codes with their labels.
    pub fn new(name: impl Into<String>, codes: impl IntoIterator<Item = (String, String)>) -> Self {
        let codes: BTreeMap<String, String> = codes.into_iter().collect();
        Self { name: name.into(), known: codes.keys().cloned().collect(), codes }
    }

    /// The list's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the list has a code.
    pub fn has(&self, code: &str) -> bool {
        self.known.contains(code)
    }

    /// What a code stands for; none where the list does not say more than the code.
    pub fn label(&self, code: &str) -> Option<&str> {
        self.codes.get(code).map(String::as_str).filter(|label| !label.is_empty() && *label != code)
    }

    /// The most characters that a code has.
    pub fn longest(&self) -> usize {
        self.codes.keys().map(|code| code.chars().count()).max().unwrap_or(0)
    }

    /// The codes in order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.codes.keys().map(String::as_str)
    }
}
