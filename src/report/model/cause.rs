//! Why records and values were turned away, counted by cause.

use serde::{Deserialize, Serialize};

use crate::record::{Action, Reason};

/// Records that one rule left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Exclusion {
    /// The entity.
    pub entity: String,
    /// The council's rule.
    pub rule: String,
    /// The number of records.
    pub records: u64,
}

/// Records for which one reason code was raised at one field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cause {
    /// The entity; empty where the code tells of an adoption, whose place would tell whom it concerns.
    pub entity: String,
    /// The column, empty where no single column is concerned.
    pub field: String,
    /// The reason code.
    pub reason: String,
    /// The number of records.
    pub records: u64,
    /// Where the first of them stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Place>,
}

impl Cause {
    /// Whether these are records held for an adoption, which are told without a place.
    pub fn tells_of_adoption(&self) -> bool {
        self.reason.parse().is_ok_and(|reason: Reason| reason.tells_of_adoption(Action::Hold))
    }
}

/// Values for which one reason code was raised at one field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ValueCause {
    /// The entity.
    pub entity: String,
    /// The column, empty where no single column is concerned.
    pub field: String,
    /// The reason code.
    pub reason: String,
    /// The number of values.
    pub values: u64,
    /// Where the first of them stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Place>,
}

/// A place in the drop.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Path within the drop.
    pub file: String,
    /// The physical line, counted from 1.
    pub line: u64,
}
