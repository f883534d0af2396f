//! What Mosaic holds after the load, by an extract of it.

use serde::{Deserialize, Serialize};

/// The comparison with an extract of Mosaic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mosaic {
    /// SHA-256 over names and digests of the extract's files.
    pub extract_sha256: String,
    /// Rows written and not found.
    pub missing: u64,
    /// Rows found and never written, or found once more than they were written.
    pub unexpected: u64,
    /// Those of the unexpected rows that have the key of a written one: what was loaded twice. They refuse the proof.
    #[serde(default)]
    pub doubled: u64,
    /// Rows found with other values.
    pub different: u64,
    /// Whether unexpected rows refuse the proof; else they are listed for review.
    #[serde(default)]
    pub unexpected_stops: bool,
    /// The same by table, for every table that has rows on either side.
    pub by_table: Vec<MosaicTable>,
    /// What the extract does not give back, and so is not compared.
    #[serde(default)]
    pub not_compared: Vec<MosaicGap>,
    /// Whether the extract brought the rules by which it was compared, in place of those of the mappings.
    #[serde(default)]
    pub own_rules: bool,
}

/// The comparison of one table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MosaicTable {
    /// The table.
    pub table: String,
    /// Rows of the import files.
    #[serde(default)]
    pub written: u64,
    /// Rows of the extract.
    #[serde(default)]
    pub found: u64,
    /// Rows written and not found.
    pub missing: u64,
    /// Rows found and never written, or found once more than they were written.
    pub unexpected: u64,
    /// Those of the unexpected rows that have the key of a written one.
    #[serde(default)]
    pub doubled: u64,
    /// Rows found with other values.
    pub different: u64,
    /// Rows found for the other side of a pair, which Mosaic adds.
    #[serde(default)]
    pub mirrored: u64,
    /// The columns in which rows differ.
    #[serde(default)]
    pub columns: Vec<MosaicColumn>,
}

/// A column in which rows differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MosaicColumn {
    /// The column.
    pub column: String,
    /// How many rows differ in it.
    pub rows: u64,
}

/// What an extract does not give back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MosaicGap {
    /// The table.
    pub table: String,
    /// The columns; none where it is the whole table.
    pub columns: Vec<String>,
    /// Why, in the council's words.
    pub reason: String,
}

impl Mosaic {
    /// The check of this comparison among those of the report.
    pub const CHECK: &str = "mosaic";

    /// How many rows refuse the proof.
    pub fn refusing(&self) -> u64 {
        let unexpected = if self.unexpected_stops { self.unexpected } else { self.doubled };
        self.missing + self.different + unexpected
    }
}
