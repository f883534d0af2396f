//! What a trace tells.

use serde::Serialize;

/// The story of one case file. Keys, numbers and codes only, unless values were asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseFileTrace {
    /// Version of this form: 1.
    pub format: u32,
    /// Person number of the surviving person.
    pub case_file: u64,
    /// complete, incomplete, held or excluded; before the first proof, complete for incomplete too.
    pub state: String,
    /// The batch it was written in; none where it was not.
    pub batch: Option<u32>,
    /// Its digest in lower-case hexadecimal, as `case-files.csv` has it; none where it was not written.
    pub digest: Option<String>,
    /// Why it was held, where it was: the codes, in order.
    pub held_for: Vec<String>,
    /// Every source record, in order of entity and key.
    pub records: Vec<TracedRecord>,
}

/// A source record and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TracedRecord {
    /// The source table.
    pub entity: String,
    /// The key.
    pub source_id: String,
    /// Path of its file within the drop.
    pub file: String,
    /// The physical line on which it starts.
    pub line: u64,
    /// migrated, merged, excluded, rejected or held.
    pub outcome: &'static str,
    /// What the lists say of it.
    pub reasons: Vec<TraceReason>,
    /// The rows that it became or that absorbed it.
    pub rows: Vec<TracedRow>,
    /// Its filled columns, only where values were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<TracedCell>,
}

/// What a list says of a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct TraceReason {
    /// The list's name, such as `rejects.csv`.
    pub list: &'static str,
    /// The code.
    pub reason: String,
    /// The column, where it is about one.
    pub field: Option<String>,
    /// The id of the council's rule, for an excluded record.
    pub rule: Option<String>,
}

/// A row of the import files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TracedRow {
    /// The target table.
    pub table: String,
    /// The row's key.
    pub legacy_id: String,
    /// Path of its file within the output folder.
    pub file: String,
    /// The physical line on which it starts.
    pub line: u64,
    /// own: made of this record; note: a note with lines of it; absorbed: the row of another record that stands for it.
    pub role: &'static str,
    /// Its filled columns, only where values were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<TracedCell>,
}

/// A column with its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TracedCell {
    /// The column.
    pub column: String,
    /// The value as it stands.
    pub value: String,
}
