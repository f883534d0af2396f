//! Lines of the exception lists.

use super::{ProveError, ProveInput};
use crate::reconcile::reader::{ExceptionList, ExceptionListFile, ListLine};

/// Hands every line of a list to `take`. A list that is not there has no lines.
pub(super) fn each_line(
    input: &ProveInput<'_>,
    list: ExceptionList,
    mut take: impl FnMut(&ListLine),
) -> Result<(), ProveError> {
    let path = input.results.join("exceptions").join(list.file_name());
    if !path.exists() {
        return Ok(());
    }
    let failed = || ProveError::output(&path);
    let mut lines = ExceptionListFile::open(input.results, list).map_err(failed())?;
    while let Some(line) = lines.next_line().map_err(failed())? {
        take(&line);
    }
    Ok(())
}
