//! The checks of the reconciliation.

use serde::{Deserialize, Serialize};

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckStatus {
    /// It found nothing.
    Passed,
    /// It found something.
    Failed,
}

/// A check of the reconciliation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Its name, as lists write it.
    pub id: String,
    /// What it makes sure of, in one line.
    pub summary: String,
    /// What came of it.
    pub status: CheckStatus,
    /// The number of findings.
    pub findings: u64,
}
