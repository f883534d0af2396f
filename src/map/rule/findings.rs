//! What rules found in a case file.

use super::CountedOnce;
use crate::record::{CodeCounts, Finding};

/// What rules found in a case file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Codes that decide something or are listed, in the order in which they were found.
    pub list: Vec<Finding>,
    /// Codes that are counted.
    pub counted: CountedOnce,
    /// Codes for which a policy stands: what it fills in, lets through or releases; counted where the case file is written.
    pub by_policy: CodeCounts,
}
