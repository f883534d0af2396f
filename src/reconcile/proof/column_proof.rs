//! How a target column is proven.

use crate::target::contract::{ColumnId, TableId};

/// How the value of a target column is proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProofKind {
    /// A source value is rebuilt from it and compared.
    Inverted,
    /// It is worked out again from the export by code of its own and compared.
    Recomputed,
    /// It is the same in every row, as the mappings declare: a literal, or left empty with a reason.
    Constant,
}

impl ProofKind {
    /// The word that the report uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Inverted => "inverted",
            Self::Recomputed => "recomputed",
            Self::Constant => "constant",
        }
    }
}

/// A column of a written table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnProof {
    /// The table.
    pub table: TableId,
    /// The column.
    pub column: ColumnId,
    /// How it is proven.
    pub proof: ProofKind,
    /// The rows of the table.
    pub rows: u64,
    /// The rows whose value differs.
    pub differences: u64,
}
