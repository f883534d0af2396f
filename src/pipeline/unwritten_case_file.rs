//! A case file of which nothing is written, so that nothing of it can be proved.

use std::path::Path;

use super::RunError;
use crate::reconcile::CaseFileState;
use crate::report::summary::shell_path;

/// What is said of it, with the state in which the list has it, if it has it. Whose number somebody merged has by now, the export
/// alone tells.
pub(super) fn unwritten_case_file(output: &Path, number: u64, state: Option<CaseFileState>) -> RunError {
    let trace = format!("`care2mosaic trace {} {number}`", shell_path(output));
    let out = output.display();
    RunError::Usage(match state.map(CaseFileState::word) {
        Some(state) => format!(
            "case file {number} is {state}: it was not written, and has no digest to prove; {trace} tells of each of its records"
        ),
        None => format!(
            "{out} has no case file {number}; {out}/reconciliation/case-files.csv lists them. Whoever was merged stands under the \
             number of whom they were merged with, which {trace} finds"
        ),
    })
}
