//! What a list says was the cause.

use crate::record::{FieldId, Reason};

/// A list that names causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimList {
    /// `holds.csv`.
    Holds,
    /// `rejects.csv`.
    Rejects,
}

/// The code of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// A code of the catalogue.
    Code(Reason),
    /// `held`, which stands for all codes of adoptions.
    Withheld,
    /// No code at all, or a column that is none.
    Nothing,
}

impl Why {
    /// The code of a line, with the text of its column and whether that is one of the entity's.
    pub fn read(reason: &str, field: &str, known: bool) -> Self {
        match (reason, reason.parse()) {
            _ if !field.is_empty() && !known => Self::Nothing,
            ("held", _) => Self::Withheld,
            (_, Ok(reason)) => Self::Code(reason),
            (_, Err(_)) => Self::Nothing,
        }
    }
}

/// A line of a list that says why a record was held or rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The list.
    pub list: ClaimList,
    /// The column concerned, where one is.
    pub field: Option<FieldId>,
    /// The code.
    pub why: Why,
    /// The physical line in the list.
    pub line: u64,
}
