//! The labels of option set values.

use rustc_hash::FxHashMap;

/// Labels by the name of the option set and the number.
#[derive(Debug, Default)]
pub(crate) struct OptionTexts {
    lists: FxHashMap<String, FxHashMap<String, String>>,
}

impl OptionTexts {
    /// Adds a label; of two labels for one number the lesser stays, so that the order of rows does not matter.
    pub(crate) fn add(&mut self, list: &str, number: &str, text: &str) {
        let list = self.lists.entry(list.to_owned()).or_default();
        let label = list.entry(number.to_owned()).or_insert_with(|| text.to_owned());
        if text < label.as_str() {
            text.clone_into(label);
        }
    }

    /// The numbers of a list and their labels, in order of number as text.
    pub(crate) fn values(&self, list: &str) -> Vec<(&str, &str)> {
        let list = self.lists.get(list).into_iter().flatten();
        let mut values: Vec<_> = list.map(|(number, text)| (number.as_str(), text.as_str())).collect();
        values.sort_unstable();
        values
    }

    /// The label of a number.
    pub(crate) fn text(&self, list: &str, number: &str) -> Option<&str> {
        self.lists.get(list)?.get(number).map(String::as_str)
    }
}
