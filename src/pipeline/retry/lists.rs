//! Lists that somebody corrected where the run wrote them.

use super::Again;
use crate::pipeline::RunError;
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
        if self.last.finished.is_none() || OpenRetry::among(&self.folder.ledger.runs()?).is_some() {
            return Ok(());
        }
        self.folder.remove_parts()?;
        let files = NotedFiles::of(self.folder)?.otherwise_in(LISTS)?;
        if files.is_empty() {
            return Ok(());
        }
        Err(RunError::ListsChanged { out: self.folder.path.clone(), files })
    }
}
