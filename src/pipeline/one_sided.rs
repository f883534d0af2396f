//! Values of case files that only one of two runs wrote. A case file that is held has no rejected values: where a run lists some
//! that the other could not, no reason came or went.

use std::collections::{BTreeMap, HashSet};

use super::RunError;
use crate::ledger::{CauseRow, Ledger};
use crate::reconcile::CaseFileState;

/// The kind of finding that only written records have.
const VALUE: &str = "value";

/// Parts the values of case files that not both runs wrote from the causes of a run, `states` being those of the runs by person
/// number; gives them, in order.
pub(super) fn part_one_sided(
    ledger: &Ledger,
    (run, causes): (u32, &mut Vec<CauseRow>),
    states: [&[(u64, String)]; 2],
) -> Result<Vec<CauseRow>, RunError> {
    let [before, after] = states.map(written);
    let mut found: BTreeMap<(String, String, String), u64> = BTreeMap::new();
    for line in ledger.exceptions(run, VALUE)? {
        let both = line.case_file.is_none_or(|number| before.contains(&number) && after.contains(&number));
        if !both {
            *found.entry((line.entity, line.field, line.reason)).or_default() += 1;
        }
    }
    let row = |((entity, field, reason), records)| CauseRow {
        kind: VALUE.to_owned(),
        entity,
        field,
        reason,
        records,
    };
    let parted: Vec<CauseRow> = found.into_iter().map(row).collect();
    for own in &parted {
        let is_of = |cause: &&mut CauseRow| {
            let name = |cause: &CauseRow| (cause.entity.clone(), cause.field.clone(), cause.reason.clone());
            cause.kind == VALUE && name(cause) == name(own)
        };
        if let Some(cause) = causes.iter_mut().find(is_of) {
            cause.records = cause.records.saturating_sub(own.records);
        }
    }
    Ok(parted)
}

/// The case files that a run wrote.
fn written(states: &[(u64, String)]) -> HashSet<u64> {
    let written = [CaseFileState::Complete, CaseFileState::Incomplete].map(CaseFileState::word);
    states.iter().filter(|(_, state)| written.contains(&state.as_str())).map(|(number, _)| *number).collect()
}
