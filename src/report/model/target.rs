//! What was written.

use serde::{Deserialize, Serialize};

/// A table of the target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetTable {
    /// The table.
    pub table: String,
    /// The number of rows over all batches.
    pub rows: u64,
    /// SHA-256 of the rows, in order of batch.
    pub sha256_rows: String,
}

/// How a column of the target is shown to be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnProof {
    /// A source value is rebuilt from it and compared.
    Inverted,
    /// The reconciler works it out by its own code and compares.
    Recomputed,
    /// It always has the same declared value.
    Constant,
}

impl ColumnProof {
    /// The proof as people read it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Inverted => "Rebuilt and compared",
            Self::Recomputed => "Worked out anew and compared",
            Self::Constant => "One declared value",
        }
    }
}

/// A column of a written table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetColumn {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// How it is shown to be right.
    pub proof: ColumnProof,
    /// The number of rows looked at.
    pub rows: u64,
    /// In how many of them it is wrong.
    pub differences: u64,
}
