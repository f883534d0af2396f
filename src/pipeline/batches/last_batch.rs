//! The last batch of a run: addresses and joining records, once everybody's fate is known.

use super::BatchWork;
use super::case_files::Leavings;
use super::sealing::{BatchId, Ending};
use super::settled_batch::{SettledBatch, settle_batch};
use crate::ledger::BatchKind;
use crate::map::forward::CaseFileState;
use crate::pipeline::accounts::BatchAccount;
use crate::pipeline::parallel::in_parallel;
use crate::pipeline::spill::{RowRuns, SpillFile};
use crate::pipeline::{Event, RunError};
use crate::target::BatchContent;

/// Settles what waited, writes the last batch, and corrects the accounts of the batches before it.
pub(super) fn last_batch(
    work: &BatchWork<'_>,
    leavings: &Leavings<'_>,
    amendments: &SpillFile,
    accounts: &mut [BatchAccount],
) -> Result<Ending, RunError> {
    let batches = work.staged.spools.batches();
    let shared = leavings.addresses.settle(batches)?;
    let rows = RowRuns::create(work.folder, work.plan.contract())?;
    let numbers: Vec<u32> = (1..=batches).collect();
    let settled = in_parallel(work.threads, &numbers, |number| {
        settle_batch(work, leavings, &shared, (&rows, amendments), number)
    })?;
    let mut xref = Vec::new();
    for (account, settled) in accounts.iter_mut().zip(settled) {
        xref.extend(correct(account, settled));
    }
    if let Some(first) = accounts.first_mut() {
        first.counted.merge(&shared.counted);
    }
    let id = BatchId { number: batches + 1, kind: BatchKind::Last, case_files: 0 };
    let ending = work.sealing.seal(id, &BatchContent::new(rows, xref, Vec::new()))?;
    if let Ending::Sealed(rows) = ending {
        work.watcher.tell(Event::BatchFinished { number: batches + 1, rows });
    }
    Ok(ending)
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
