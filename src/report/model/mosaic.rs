//! What Mosaic holds after the load, by an extract of it.

use serde::{Deserialize, Serialize};

/// The comparison with an extract of Mosaic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mosaic {
    /// SHA-256 of the extract.
    pub extract_sha256: String,
    /// Rows written and not found.
    pub missing: u64,
    /// Rows found and never written.
    pub unexpected: u64,
    /// Rows found with other values.
    pub different: u64,
    /// The same by table.
    pub by_table: Vec<MosaicTable>,
}

/// The comparison of one table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MosaicTable {
    /// The table.
    pub table: String,
    /// Rows written and not found.
    pub missing: u64,
    /// Rows found and never written.
    pub unexpected: u64,
    /// Rows found with other values.
    pub different: u64,
}
