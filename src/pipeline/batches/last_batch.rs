//! The last batch of a run: addresses and joining records, once everybody's fate is known.

use super::BatchWork;
use super::case_files::Leavings;
use super::changed::Changed;
use super::sealing::{BatchId, Ending};
use super::settled_batch::{SettledBatch, settle_batch};
use crate::ledger::BatchKind;
use crate::map::forward::CaseFileState;
use crate::pipeline::accounts::BatchAccount;
use crate::pipeline::parallel::in_parallel;
use crate::pipeline::spill::{RowRuns, SpillFile};
use crate::pipeline::{Event, RunError};
use crate::target::{BatchContent, SortedRows, XrefLines};

/// Settles what waited, writes the last batch, and corrects the accounts of the batches before it.
pub(super) fn last_batch(
    work: &BatchWork<'_>,
    leavings: &Leavings<'_>,
    amendments: &SpillFile,
    (accounts, changed): (&mut [BatchAccount], &mut Changed),
    number: u32,
) -> Result<Option<Ending>, RunError> {
    let parts = work.staged.spools.parts();
    let shared = leavings.addresses.settle(parts, work.writing.earlier)?;
    let rows = RowRuns::create(work.folder, work.plan.contract())?;
    let numbers: Vec<u32> = (1..=parts).collect();
    let settled = in_parallel(work.threads, &numbers, |part| {
        settle_batch(work, leavings, &shared, (&rows, amendments, &changed.altered), part)
    })?;
    let mut xref = XrefLines::default();
    for (account, mut settled) in accounts.iter_mut().zip(settled) {
        changed.caught_up.extend(settled.caught_up.drain(..));
        changed.linked.extend(settled.linked.drain(..));
        xref.extend(correct(account, settled));
    }
    changed.settle(&leavings.fates);
    if let Some(first) = accounts.first_mut() {
        first.counted.merge(&shared.counted);
    }
    if !work.writing.earlier.is_first() && xref.is_empty() && rows.tables().is_empty() {
        return Ok(None);
    }
    let id = BatchId { number, kind: BatchKind::Last, case_files: 0 };
    let ending = work.writing.sealing.seal(id, &BatchContent::new(rows, xref, Vec::new()))?;
    if let Ending::Sealed(rows) = ending {
        work.watcher.tell(Event::BatchFinished { number, rows });
    }
    Ok(Some(ending))
}

fn correct(account: &mut BatchAccount, settled: SettledBatch) -> Vec<crate::target::XrefRow> {
    for recount in settled.recounts {
        account.recount(recount.place, recount.entity, recount.from, recount.to);
    }
    for place in settled.incomplete {
        account.lines[place].state = CaseFileState::Incomplete;
    }
    settled.xref
}
