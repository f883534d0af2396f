//! What auditors of a sample found.

use serde::{Deserialize, Serialize};

/// What auditors of a sample found, and what it shows of all case files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    /// Written case files.
    pub population: u64,
    /// Case files of the sample.
    pub size: u64,
    /// Those found right.
    pub right: u64,
    /// Those found wrong.
    pub wrong: u64,
    /// Those not looked at yet.
    pub open: u64,
    /// How sure the bound is, in percent.
    pub confidence: String,
    /// The share of wrong case files that is not exceeded, in percent (Clopper and Pearson, one-sided, over those looked at).
    pub upper_bound: String,
}
