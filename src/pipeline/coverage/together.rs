//! What only looking at all rows together can find: keys in two case files, two workers of one name, circles of teams.

use super::CheckRequest;
use crate::map::plan::Plan;
use crate::pipeline::stage::{Parting, StageError};
use crate::pipeline::survey::Survey;
use crate::pipeline::{RunError, Watcher};
use crate::record::{Reason, Stop};

/// The size of the batches that the drop is cut into to be looked at; no check depends on it.
const BATCH: u32 = 1_000;

/// The stops that staging the drop finds and reading its files one by one does not.
pub(super) fn stops(
    plan: &Plan,
    survey: &Survey,
    request: &CheckRequest,
    watcher: Watcher<'_>,
) -> Result<Vec<Stop>, RunError> {
    match survey.stage(plan, &request.mappings, Parting::by(BATCH), (&request.temporary, 1), watcher) {
        Ok(staged) => Ok(staged.stops.into_iter().filter(|stop| is_of_all_rows(stop.reason)).collect()),
        // Without people, a date, or a whole drop nothing can be put together; what is wrong with the files is known already.
        Err(RunError::Stage(
            StageError::EmptyDrop { .. } | StageError::NoExtractDate { .. } | StageError::Unread { .. },
        )) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn is_of_all_rows(reason: Reason) -> bool {
    matches!(reason, Reason::DuplicateTargetKey | Reason::DuplicateSystemUser | Reason::OrganisationCycle)
}
