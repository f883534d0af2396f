//! What a drop with hard cases says must be found.

use std::collections::BTreeSet;
use std::path::Path;

use care2mosaic::record::{Action, Reason};
use serde::Deserialize;

/// A line of `DIR.truth.json`.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Truth {
    pub(super) code: String,
    pub(super) entity: String,
    pub(super) source_id: String,
    pub(super) case_file: Option<u64>,
    pub(super) field: Option<String>,
}

impl Truth {
    /// The list beside a drop.
    pub(super) fn of(drop: &Path) -> Vec<Self> {
        let mut name = drop.file_name().unwrap().to_owned();
        name.push(".truth.json");
        serde_json::from_str(&std::fs::read_to_string(drop.with_file_name(name)).unwrap()).unwrap()
    }

    fn reason(&self) -> Reason {
        self.code.parse().unwrap()
    }

    /// Whether the code is only counted, and stands in no list.
    pub(super) fn is_counted(&self) -> bool {
        matches!(self.reason().action(), Action::Map | Action::Merge)
    }

    /// The column as lists write it; nothing where the code is about the whole record.
    pub(super) fn field(&self) -> String {
        self.field.clone().unwrap_or_default()
    }

    /// The word that lists use for the code.
    pub(super) fn word(&self) -> &str {
        let adoption = self.code.starts_with("adoption-") && self.reason().action() == Action::Hold;
        if adoption { "held" } else { &self.code }
    }
}

/// The case files in which something was planted.
pub(super) fn touched(truth: &[Truth]) -> BTreeSet<String> {
    truth.iter().filter_map(|line| line.case_file).map(|number| number.to_string()).collect()
}
