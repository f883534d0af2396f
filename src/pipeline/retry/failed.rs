//! Batches that could not be written, and which of them are asked for.

use std::collections::BTreeMap;

use crate::ledger::{BatchRow, BatchState};
use crate::pipeline::RunError;
use crate::pipeline::ledger_address::ledger_option;
use crate::pipeline::output_folder::OutputFolder;
use crate::report::summary::shell_path;

/// The failed batches that are not asked for; none where no batch is named. Whoever names a batch
/// that did not fail is told so.
pub(super) fn failed_batches(
    folder: &OutputFolder,
    asked: &[u32],
) -> Result<BTreeMap<u32, BatchRow>, RunError> {
    let batches = folder.ledger.batches()?;
    for number in asked {
        let state = batches.iter().find(|batch| batch.number == *number).map(|batch| batch.state);
        let why = match state {
            None => "there is no such batch",
            Some(BatchState::Sealed) => "it is sealed and never changes",
            Some(_) => continue,
        };
        return Err(RunError::Usage(format!(
            "batch {number:04} cannot be tried again: {why}; `care2mosaic status {}{}` lists those that failed",
            shell_path(&folder.path),
            ledger_option(folder.given_ledger())
        )));
    }
    if asked.is_empty() {
        return Ok(BTreeMap::new());
    }
    let left = batches
        .into_iter()
        .filter(|batch| batch.state == BatchState::Failed && !asked.contains(&batch.number));
    Ok(left.map(|batch| (batch.number, batch)).collect())
}
