//! The verdict on a case file, and the outcome of each of its records.

use super::cross_reference::is_merged;
use super::mapped::{CaseFileState, Listed, RecordOutcome};
use super::work::Work;
use crate::record::{Action, Outcome};

/// The state of the case file as its records' own outcomes make it.
pub(super) fn state(work: &Work<'_>) -> CaseFileState {
    if work.root().is_some_and(|root| work.verdicts[root].excluded.is_some()) {
        return CaseFileState::Excluded;
    }
    let counted = || work.verdicts.iter().filter(|verdict| verdict.excluded.is_none());
    let held = counted().any(|verdict| verdict.held.is_some());
    let rejected = counted().any(|verdict| verdict.rejected.is_some());
    if held || (rejected && work.plan.policy().holds_on_reject()) {
        return CaseFileState::Held;
    }
    let written = |place: Option<usize>| place.is_some_and(|place| work.verdicts[place].open());
    let values = work.found.iter().any(|found| found.action == Action::RejectValue && written(found.place));
    if rejected || values { CaseFileState::Incomplete } else { CaseFileState::Complete }
}

/// One outcome a record.
pub(super) fn outcomes(work: &Work<'_>, state: CaseFileState) -> Vec<RecordOutcome> {
    (0..work.case.records.len()).map(|place| outcome(work, place, state)).collect()
}

fn outcome(work: &Work<'_>, place: usize, state: CaseFileState) -> RecordOutcome {
    let verdict = &work.verdicts[place];
    let record = work.record(place);
    let (outcome, reason, rule) = if let Some((reason, rule)) = &verdict.excluded {
        (Outcome::Excluded, Some(*reason), rule.clone())
    } else if let (Some(reason), None) = (verdict.rejected, verdict.held) {
        (Outcome::Rejected, Some(reason), String::new())
    } else if verdict.held.is_some() || state == CaseFileState::Held {
        (Outcome::Held, verdict.held, String::new())
    } else if is_merged(work, place) {
        (Outcome::Merged, None, String::new())
    } else {
        (Outcome::Migrated, None, String::new())
    };
    RecordOutcome {
        entity: record.entity(),
        key: work.case.key_at(place),
        origin: record.origin(),
        outcome,
        reason,
        rule,
    }
}

/// Everything that was found, in order. Of one code raised twice for a value, the stronger action stands.
pub(super) fn listed(work: &mut Work<'_>) -> Vec<Listed> {
    let found = std::mem::take(&mut work.found);
    let mut listed: Vec<_> = found
        .into_iter()
        .map(|found| Listed { finding: found.finding, action: found.action, record: found.place })
        .collect();
    listed.sort_by(|one, two| {
        one.finding.cmp(&two.finding).then(strength(two.action).cmp(&strength(one.action)))
    });
    listed.dedup_by(|later, first| later.finding == first.finding);
    listed
}

/// How much an action does to a record.
fn strength(action: Action) -> u8 {
    match action {
        Action::Exclude => 5,
        Action::Hold => 4,
        Action::RejectRow => 3,
        Action::RejectValue => 2,
        Action::Merge => 1,
        _ => 0,
    }
}
