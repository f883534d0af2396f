//! The facts of a drop.

use serde::Serialize;

use crate::report::model::Place;

/// What a drop looks like. Of values, only codes of reference data, their labels and years appear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DropProfile {
    /// Version of this form: 1.
    pub format: u32,
    /// The profile that the drop was read by.
    pub profile: String,
    /// People who survived every merge: the case files that a migration would find.
    pub case_files: u64,
    /// Files of rows, in order of path.
    pub files: Vec<FileProfile>,
    /// Files left out by the profile.
    pub ignored: Vec<IgnoredFile>,
    /// Entities that have a file, in the dictionary's order.
    pub entities: Vec<EntityProfile>,
    /// Columns that point at other tables of the drop.
    pub relations: Vec<Relation>,
    /// What looks wrong, by entity, column and reason code; unknown codes are named.
    pub suspicious: Vec<Suspicion>,
    /// What would refuse a run.
    pub stops: Vec<StopFound>,
}

/// A file of rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileProfile {
    /// Path within the drop.
    pub path: String,
    /// The source table.
    pub entity: String,
    /// Rows that could be read.
    pub records: u64,
    /// Rows that could not.
    pub broken: u64,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// A file that the profile leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IgnoredFile {
    /// Path within the drop.
    pub path: String,
    /// The profile's reason.
    pub reason: String,
}

/// A source table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntityProfile {
    /// Its name.
    pub entity: String,
    /// casework, shared, reference or control.
    pub role: String,
    /// How many files hold rows of it.
    pub files: u64,
    /// Rows.
    pub rows: u64,
    /// Rows that are switched off.
    pub inactive: u64,
    /// Rows whose key stands in an earlier row, in the same file or another; none where they were too many to count.
    pub repeated_keys: Option<u64>,
    /// Columns in the dictionary's order.
    pub columns: Vec<ColumnProfile>,
}

/// A column of a source table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ColumnProfile {
    /// Its name.
    pub column: String,
    /// Whether a file has it.
    pub present: bool,
    /// Null values.
    pub null: u64,
    /// Empty strings.
    pub empty: u64,
    /// Values that are neither.
    pub filled: u64,
    /// Different values; none where there are more than ten thousand.
    pub distinct: Option<u64>,
    /// Characters of the shortest value.
    pub shortest: Option<u64>,
    /// Characters of the longest value.
    pub longest: Option<u64>,
    /// Year of the first day.
    pub first_year: Option<i16>,
    /// Year of the last day.
    pub last_year: Option<i16>,
    /// The codes that stand most often, for columns of reference data.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<CodeCount>,
    /// How many further codes there are.
    #[serde(skip_serializing_if = "is_zero")]
    pub codes_left_off: u64,
}

/// How often a code stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct CodeCount {
    /// The code: an option's number, the key of a row of reference data, 0 or 1, or a table's name.
    pub code: String,
    /// What reference data calls it; none where reference data does not know it.
    pub label: Option<String>,
    /// Rows.
    pub records: u64,
}

/// A column that points at rows of another table of the drop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Relation {
    /// The source table.
    pub entity: String,
    /// Its column.
    pub column: String,
    /// The table pointed at.
    pub refers_to: String,
    /// Filled values.
    pub filled: u64,
    /// Values that no row of that table has as its key; none where that table has too many rows to keep the keys of.
    pub missing: Option<u64>,
}

/// Values that look wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Suspicion {
    /// The source table.
    pub entity: String,
    /// The column; empty where it is about rows or the file.
    pub column: String,
    /// The reason code.
    pub reason: String,
    /// How many.
    pub values: u64,
    /// Where the first stands; none where no single row is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Place>,
    /// The codes that are unknown, those that stand most often first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<CodeCount>,
    /// How many further codes there are.
    #[serde(skip_serializing_if = "is_zero")]
    pub codes_left_off: u64,
}

/// What would refuse a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StopFound {
    /// The reason code.
    pub code: String,
    /// The file; empty where it is about the drop.
    pub file: String,
    /// The physical line; 0 where it is about the file.
    pub line: u64,
    /// The column or table; empty where it is about neither.
    pub field: String,
    /// What is wrong, and what to do.
    pub message: String,
}

impl DropProfile {
    /// The profile as JSON.
    ///
    /// # Panics
    /// Never: text and numbers alone are written.
    pub fn to_json(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("a profile has only text and numbers");
        format!("{json}\n")
    }
}

impl ColumnProfile {
    /// Rows.
    pub fn rows(&self) -> u64 {
        self.null + self.empty + self.filled
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}
