//! Case files that earlier runs wrote: they are mapped again in memory, for what waits for others, and to see whether
//! the mappings of today would give something else.

use std::collections::{BTreeMap, HashSet};

use super::case_files::{Leavings, described_documents, map, map_standing};
use super::collected::{Collected, excluding_rule};
use super::{Around, BatchWork};
use crate::map::forward::{LastRow, MappedCaseFile, Prepared, Surroundings, apply_folds};
use crate::map::plan::Plan;
use crate::pipeline::RunError;
use crate::pipeline::accounts::BatchAccount;
use crate::pipeline::stage::CaseFileSource;
use crate::record::Guid;

/// Mappings that earlier runs used and that are others than those of today.
#[derive(Debug)]
pub(crate) struct EarlierMappings {
    /// The plan.
    pub(crate) plan: Plan,
    /// What the mapper worked out once.
    pub(crate) prepared: Prepared,
}

/// Maps the sealed case files of a part with the mappings that sealed them; gives how many would be others today.
pub(super) fn sealed_part(
    work: &BatchWork<'_>,
    around: &Around<'_>,
    leavings: &Leavings<'_>,
    part: u32,
) -> Result<(BatchAccount, u64), RunError> {
    if work.watcher.stopped() {
        return Err(RunError::Interrupted);
    }
    let people = work.staged.world.people();
    let mut collected = Collected::new(work, 0);
    let mut differing = 0;
    let mut sealed_around: BTreeMap<u32, Around<'_>> = BTreeMap::new();
    let (mut sealed, mut sources) = (Vec::new(), Vec::new());
    for source in work.staged.spools.load(part)? {
        for key in described_documents(work, &source) {
            work.documents.describe(key);
        }
        let Some(written) = work.writing.earlier.of(people, source.person) else { continue };
        let used = work.writing.mappings_of.get(&written.run);
        let mappings = used.map_or((work.plan, work.prepared), |used| (&used.plan, &used.prepared));
        let closing = work.writing.earlier.closing(written.run);
        let around =
            sealed_around.entry(closing).or_insert_with(|| around.as_sealed(work.writing.earlier, closing));
        let mut mapped = map(work, mappings, around, &source);
        let mut now = None;
        if used.is_some() {
            let today = map(work, (work.plan, work.prepared), around, &source);
            let closed = closing < work.writing.earlier.run;
            let is_written = |person| around.is_written(person);
            differing += u64::from(!is_same(&mapped, &today, (closed, is_written)));
            now = Some(standing(work, (work.plan, work.prepared), around, (&source, today)));
        }
        mapped = standing(work, mappings, around, (&source, mapped));
        if let Some(now) = now {
            // What waited is written by a run of today, and as the mappings of today have it.
            let joins = |entity| work.plan.entity(entity).is_some_and(|entity| entity.joins.is_some());
            mapped = mapped.waiting_as(now, joins);
        }
        sealed.push(mapped);
        sources.push((source, written));
    }
    // What was folded when they were sealed stays so, whatever the export says of it now.
    apply_folds(work.plan, &work.writing.earlier.folds, &mut sealed);
    for ((source, written), mapped) in sources.into_iter().zip(sealed) {
        let run = work.writing.earlier.closing(written.run);
        leavings.fates.set(source.person, mapped.state, excluding_rule(&source, &mapped));
        leavings.fates.close(source.person, run);
        collected.take_sealed(&source, mapped, (written.batch, run));
    }
    leavings.put(part, &collected)?;
    Ok((collected.account, differing))
}

/// A mapped case file as it stands: where the export changed since, whatever it says now, and what waits in it goes on.
fn standing(
    work: &BatchWork<'_>,
    mappings: (&Plan, &Prepared),
    around: &Around<'_>,
    (source, mapped): (&CaseFileSource, MappedCaseFile),
) -> MappedCaseFile {
    if mapped.state.written() { mapped } else { map_standing(work, mappings, around, source) }
}

/// Whether two mappings make the same of what is sealed of a case file: `closed` says whether that is more than its own batch, and
/// `is_written` who was written by then. What waits for others is written by the mappings of the day.
fn is_same(
    before: &MappedCaseFile,
    now: &MappedCaseFile,
    (closed, is_written): (bool, impl Fn(Guid) -> bool),
) -> bool {
    let stands = |row: &&LastRow| closed && row.other.is_none_or(&is_written);
    let rows = |mapped: &MappedCaseFile| -> Vec<LastRow> {
        mapped.last_rows.iter().filter(stands).cloned().collect()
    };
    let joining = before.joining.iter().chain(&now.joining);
    let waiting: HashSet<usize> =
        joining.filter(|one| !closed || !is_written(one.other)).map(|one| one.record).collect();
    let outcomes = |mapped: &MappedCaseFile| -> Vec<_> {
        let all = mapped.outcomes.iter().enumerate();
        all.filter(|(record, _)| !waiting.contains(record))
            .map(|(_, one)| (one.origin, one.outcome))
            .collect()
    };
    before.state == now.state
        && before.rows == now.rows
        && rows(before) == rows(now)
        && before.documents == now.documents
        && outcomes(before) == outcomes(now)
}
