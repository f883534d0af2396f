//! The verdict on a case file, and the outcome of each of its records.

use super::mapped::{CaseFileState, RecordOutcome};
use super::work::Work;
use crate::record::{Action, Outcome, Reason};

/// The state of the case file as its records' own outcomes make it.
pub(super) fn state(work: &Work<'_>) -> CaseFileState {
    if work.root().is_some_and(|root| work.verdicts[root].excluded.is_some()) {
        return CaseFileState::Excluded;
    }
    let counts = |verdict: &&super::work::Verdict| verdict.excluded.is_none();
    let held = work.verdicts.iter().filter(counts).any(|verdict| verdict.held.is_some());
    let rejected = work.verdicts.iter().filter(counts).any(|verdict| verdict.rejected.is_some());
    if held || (rejected && work.plan.policy().holds_on_reject()) {
        return CaseFileState::Held;
    }
    let values = work.found.iter().any(|found| found.action == Action::RejectValue);
    if rejected || values { CaseFileState::Incomplete } else { CaseFileState::Complete }
}

/// One outcome a record.
pub(super) fn outcomes(work: &Work<'_>, state: CaseFileState) -> Vec<RecordOutcome> {
    (0..work.index.records().len()).map(|place| outcome(work, place, state)).collect()
}

fn outcome(work: &Work<'_>, place: usize, state: CaseFileState) -> RecordOutcome {
    let verdict = &work.verdicts[place];
    let record = work.record(place);
    let (outcome, reason, rule) = if let Some(apart) = verdict.apart {
        (apart, Some(fate_code(apart)), String::new())
    } else if let Some((reason, rule)) = &verdict.excluded {
        (Outcome::Excluded, Some(*reason), rule.clone())
    } else if let (Some(reason), None) = (verdict.rejected, verdict.held) {
        (Outcome::Rejected, Some(reason), String::new())
    } else if verdict.held.is_some() || state == CaseFileState::Held {
        (Outcome::Held, verdict.held, String::new())
    } else if verdict.merged || work.merges_for_want_of_a_row(place) {
        (Outcome::Merged, None, String::new())
    } else {
        (Outcome::Migrated, None, String::new())
    };
    RecordOutcome {
        entity: record.entity(),
        source_id: work.source_id(place),
        origin: record.origin(),
        outcome,
        reason,
        rule,
    }
}

/// The code of a joining record that shares another's fate.
fn fate_code(outcome: Outcome) -> Reason {
    if outcome == Outcome::Excluded { Reason::ParentExcluded } else { Reason::ParentHeld }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_states() {
        assert_eq!(CaseFileState::Incomplete.word(), "incomplete");
        assert!(CaseFileState::Complete.written() && !CaseFileState::Held.written());
    }
}
