//! Case files that earlier runs wrote: they are mapped again in memory, for what waits for others, and to see whether
//! the mappings of today would give something else.

use super::case_files::{Leavings, described_documents, map, map_standing};
use super::collected::{Collected, excluding_rule};
use super::{Around, BatchWork};
use crate::map::forward::{MappedCaseFile, Prepared, apply_folds};
use crate::map::plan::Plan;
use crate::pipeline::RunError;
use crate::pipeline::accounts::BatchAccount;

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
    let mut collected = Collected::new(work.plan, work.documents, 0);
    let mut differing = 0;
    let (mut sealed, mut sources) = (Vec::new(), Vec::new());
    for source in work.staged.spools.load(part)? {
        for key in described_documents(work, &source) {
            work.documents.describe(key);
        }
        let Some(written) = work.writing.earlier.of(people, source.person) else { continue };
        let used = work.writing.mappings_of.get(&written.run);
        let mappings = used.map_or((work.plan, work.prepared), |used| (&used.plan, &used.prepared));
        let mut mapped = map(work, mappings, around, &source);
        if used.is_some() {
            let now = map(work, (work.plan, work.prepared), around, &source);
            differing += u64::from(!is_same(&mapped, &now));
        }
        if !mapped.state.written() {
            // The export changed since; whatever it says now, the case file stands, and what waits in it goes on.
            mapped = map_standing(work, mappings, around, &source);
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

/// Whether two mappings make the same of a case file.
fn is_same(before: &MappedCaseFile, now: &MappedCaseFile) -> bool {
    let outcomes = |mapped: &MappedCaseFile| -> Vec<_> {
        mapped.outcomes.iter().map(|one| (one.origin, one.outcome)).collect()
    };
    before.state == now.state
        && before.rows == now.rows
        && before.last_rows == now.last_rows
        && before.documents == now.documents
        && outcomes(before) == outcomes(now)
}
