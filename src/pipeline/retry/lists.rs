//! Lists that somebody corrected where the run wrote them.

use super::Again;
use crate::ledger::{BatchRow, BatchState};
use crate::pipeline::RunError;
use crate::pipeline::earlier::FIRST_RUN;
use crate::pipeline::noted_files::NotedFiles;
use crate::pipeline::open_retry::OpenRetry;

/// Where lists stand that the next run writes anew.
const LISTS: &str = "exceptions/";

impl Again<'_> {
    /// Refuses lists that are not as the last run wrote them: whoever corrected rows there would lose them.
    ///
    /// # Errors
    /// [`RunError::ListsChanged`] with each of them. One that is missing is lost to nobody.
    pub(super) fn refuse_changed_lists(&self) -> Result<(), RunError> {
        // A run that did not come to its end may have written some that the ledger knows nothing of yet.
        let is_open = self.last.finished.is_none() || OpenRetry::among(&self.folder.ledger.runs()?).is_some();
        if is_open && !self.lists_are_of_before()? {
            return Ok(());
        }
        self.folder.remove_parts()?;
        let files = NotedFiles::of(self.folder)?.otherwise_in(LISTS)?;
        if files.is_empty() {
            return Ok(());
        }
        let out = self.folder.path.clone();
        Err(if is_open {
            RunError::RowsCorrected { out, files }
        } else {
            RunError::ListsChanged { out, files }
        })
    }

    /// Whether the lists are those of the run before an unfinished retry: it writes none before all its batches are sealed.
    fn lists_are_of_before(&self) -> Result<bool, RunError> {
        let is_open = |batch: BatchRow| batch.state != BatchState::Sealed;
        Ok(self.used.run > FIRST_RUN && self.folder.ledger.batches()?.into_iter().any(is_open))
    }
}
