//! A code of the drop that its code table cannot map.

use super::code_counts;
use super::reading::Reading;
use crate::map::plan::Plan;
use crate::pipeline::stage::StageError;
use crate::pipeline::survey::Survey;
use crate::pipeline::{RunError, Watcher};
use crate::record::{Reason, Stop};
use crate::source::FileReport;

/// A code of the drop that its code table cannot map. Codes and labels of reference data are no one's personal data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UncoveredCode {
    /// The code table.
    pub table: String,
    /// The list of the source that the code is of.
    pub list: String,
    /// What the table would be asked for: a number, name, statutory code or code; empty where the row has none, or something that
    /// is no code.
    pub key: String,
    /// The code as the table's first column has it.
    pub code: String,
    /// The label in the drop.
    pub label: String,
    /// `unmapped-code`, `option-no-label`, `missing-govcode` or `ambiguous-govcode`.
    pub reason: Reason,
    /// How many rows of the drop have it, excluded ones left out as far as can be told.
    pub records: u64,
}

/// Reads a drop, and gives what is known of its files with the codes that their tables do not map.
pub(in crate::pipeline) fn uncovered_codes(
    plan: &Plan,
    survey: &Survey,
    watcher: Watcher<'_>,
) -> Result<(Vec<FileReport>, Vec<UncoveredCode>), RunError> {
    let read = Reading::new(plan, survey, watcher).read()?;
    let codes = code_counts::uncovered(plan, &read.uses, &read.counts, &read.reference);
    if read.files.unread.is_empty() {
        return Ok((read.files.reports, codes));
    }
    let unread: Vec<Stop> = read.files.unread.into_iter().map(|(_, stop)| stop).collect();
    Err(StageError::unread(&unread, Box::default()).into())
}
