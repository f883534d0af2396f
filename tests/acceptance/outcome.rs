//! What a finished migration says.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A line of one of the lists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Listed {
    pub(super) list: &'static str,
    pub(super) case_file: String,
    pub(super) reason: String,
    pub(super) entity: String,
    pub(super) source_id: String,
    /// The column; none in a list that has no such column, empty where the code is about the whole record.
    pub(super) field: Option<String>,
    /// The file and the line on which the record starts.
    pub(super) place: Option<(String, usize)>,
}

impl Listed {
    /// Whether the line says that much, leaving aside where the record stands.
    pub(super) fn says(&self, word: &str, entity: &str, source_id: &str) -> bool {
        (&*self.reason, &*self.entity, &*self.source_id) == (word, entity, source_id)
    }
}

/// Lists with a line a record or value.
const LISTS: [&str; 6] = ["rejects", "holds", "waiting", "values", "warnings", "excluded"];

/// What a finished migration says.
#[derive(Debug)]
pub(super) struct Outcome {
    reconciliation: PathBuf,
    exceptions: PathBuf,
    pub(super) report: Value,
}

impl Outcome {
    /// Reads the report, and later the lists, of these folders.
    pub(super) fn of(reconciliation: &Path, exceptions: &Path) -> Self {
        let report = std::fs::read_to_string(reconciliation.join("report.json")).unwrap();
        let report = serde_json::from_str(&report).unwrap();
        Self { reconciliation: reconciliation.to_owned(), exceptions: exceptions.to_owned(), report }
    }

    /// Every line of the lists.
    pub(super) fn listed(&self) -> Vec<Listed> {
        LISTS.iter().flat_map(|list| self.lines(list)).collect()
    }

    fn lines(&self, list: &'static str) -> Vec<Listed> {
        let path = self.exceptions.join(format!("{list}.csv"));
        let Ok(mut reader) = csv::Reader::from_path(path) else { return Vec::new() };
        let lines = reader.deserialize::<BTreeMap<String, String>>().map(Result::unwrap);
        let line = |line: BTreeMap<String, String>| Listed {
            list,
            case_file: line["CASE_FILE"].clone(),
            reason: line["REASON"].clone(),
            entity: line["ENTITY"].clone(),
            source_id: line["SOURCE_ID"].clone(),
            field: line.get("FIELD").cloned(),
            place: line.get("FILE").cloned().zip(line.get("LINE").and_then(|line| line.parse().ok())),
        };
        lines.map(line).collect()
    }

    /// The state of every case file; two people may have one number.
    pub(super) fn states(&self) -> Vec<(String, String)> {
        let path = self.reconciliation.join("case-files.csv");
        let mut reader = csv::Reader::from_path(path).unwrap();
        let lines = reader.deserialize::<BTreeMap<String, String>>().map(Result::unwrap);
        lines.map(|line| (line["CASE_FILE"].clone(), line["STATE"].clone())).collect()
    }

    /// How often a code was counted for an entity.
    pub(super) fn counted(&self, code: &str, entity: &str) -> u64 {
        let lines = self.report["mapped"].as_array().unwrap().iter();
        let own = lines.filter(|line| line["reason"] == code && line["entity"] == entity);
        own.map(|line| line["values"].as_u64().unwrap()).sum()
    }

    /// Entities of which not as many records were read as have an outcome.
    pub(super) fn unbalanced(&self) -> Vec<String> {
        let sum = |line: &Value| -> u64 {
            let outcomes = ["migrated", "merged", "excluded", "rejected", "held"];
            outcomes.iter().map(|outcome| line[outcome].as_u64().unwrap()).sum()
        };
        let lines = self.report["balance"].as_array().unwrap().iter();
        lines
            .filter(|line| line["read"].as_u64() != Some(sum(line)))
            .map(|line| line["entity"].to_string())
            .collect()
    }
}
