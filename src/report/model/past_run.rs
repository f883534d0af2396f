//! A run of the same output folder, beside which the report's own is seen.

use serde::{Deserialize, Serialize};

use super::Verdict;

/// What a finished run came to: a point of the trend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastRun {
    /// Its number in the ledger, by which `report --compare` knows it.
    pub run: u32,
    /// Whether it wrote no import file.
    pub dry_run: bool,
    /// When it began, ISO 8601 in UTC.
    pub started: String,
    /// Its verdict.
    pub verdict: Verdict,
    /// Case files held.
    pub case_files_held: u64,
    /// Records held.
    pub held: u64,
    /// Records rejected.
    pub rejected: u64,
}
