//! Whether whoever signs by policy is among the workers of the drop, and is written.

use std::path::Path;

use super::RunError;
use super::batches::{Around, Unwritten, unwritten_shared};
use super::documents::Documents;
use super::stage::Staged;
use crate::map::plan::Plan;
use crate::map::{AuthorFault, mistaken_authors};
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
    refuse(mappings, |name| named(plan, workers, name).next().is_none().then_some(AuthorFault::Unknown))
}

/// Refuses a policy that names somebody to sign notes who is a worker of the drop and is not written.
///
/// # Errors
/// The settings concerned, with their places.
pub(crate) fn refuse_unwritten_authors(
    plan: &Plan,
    mappings: &Path,
    staged: &Staged,
    documents: &Documents<'_>,
) -> Result<(), RunError> {
    let policy = plan.policy();
    if policy.migration_worker().is_none() && policy.substitute_author().is_none() {
        return Ok(());
    }
    let unwritten: Unwritten = unwritten_shared(plan, staged, &Around::new(&staged.world, documents));
    let entity = plan.model().people.worker;
    let is_written = |worker: &SourceRecord| {
        let key = plan.key_of(entity).and_then(|key| worker.guid(key));
        key.is_some_and(|key| !unwritten.contains_key(&(entity, key)))
    };
    let workers = staged.world.rows(entity);
    refuse(mappings, |name| (!named(plan, workers, name).any(is_written)).then_some(AuthorFault::Unwritten))
}

fn named<'w>(plan: &Plan, workers: &'w [SourceRecord], name: &str) -> impl Iterator<Item = &'w SourceRecord> {
    let column = plan.model().people.user_name;
    workers.iter().filter(move |worker| worker.get(column).filled().is_some_and(|own| own.trim() == name))
}

fn refuse(mappings: &Path, fault: impl Fn(&str) -> Option<AuthorFault>) -> Result<(), RunError> {
    let mistaken = mistaken_authors(mappings, fault);
    if mistaken.is_empty() { Ok(()) } else { Err(RunError::Mappings(mistaken)) }
}
