//! Whether whoever signs by policy is among the workers of the drop.

use std::path::Path;

use super::RunError;
use crate::map::plan::Plan;
use crate::map::unknown_authors;
use crate::record::SourceRecord;

/// Refuses a policy that names somebody to sign notes who is none of the workers: nobody would have written these notes.
///
/// # Errors
/// The settings concerned, with their places.
pub(crate) fn refuse_unknown_authors(
    plan: &Plan,
    mappings: &Path,
    workers: &[SourceRecord],
) -> Result<(), RunError> {
    let column = plan.model().people.user_name;
    let has = |name: &str| {
        let mut names = workers.iter().filter_map(|worker| worker.get(column).filled());
        names.any(|own| own.trim() == name)
    };
    let unknown = unknown_authors(mappings, has);
    if unknown.is_empty() { Ok(()) } else { Err(RunError::Mappings(unknown)) }
}
