//! What a migration must find.

use serde::Serialize;

/// A finding that a migration of the drop must report: one line of `DIR.truth.json`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Planted {
    /// The reason code.
    pub code: &'static str,
    /// The table.
    pub entity: String,
    /// The row's key in lower case, the SHA-256 of a file without a row; empty where the row has none, and for what is wrong
    /// with a file as a whole.
    pub source_id: String,
    /// The person number of the case file; none where the row belongs to nobody.
    pub case_file: Option<u64>,
    /// The column, where it is one column.
    pub field: Option<&'static str>,
}
