//! Batches shared with other processes.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use super::BatchWork;
use super::sealing::Ending;
use crate::ledger::BatchRow;
use crate::pipeline::accounts::BatchAccount;
use crate::pipeline::parallel::in_parallel;
use crate::pipeline::{Exit, RunError};

/// How long one who has nothing to do waits before looking again.
const PAUSE: Duration = Duration::from_millis(250);

/// Works on batches that nobody has in hand until all are sealed, by whomever. Gives the accounts of those that were
/// worked on here if this process is the one to finish; none if another has finished.
pub(super) fn share(
    work: &BatchWork<'_>,
    each: impl Fn(u32) -> Result<(Option<BatchAccount>, Ending), RunError> + Sync,
) -> Result<Option<BTreeMap<u32, BatchAccount>>, RunError> {
    let done = Mutex::new(BTreeMap::new());
    let hands: Vec<u32> = (1..=u32::try_from(work.threads).unwrap_or(1)).collect();
    loop {
        in_parallel(work.threads, &hands, |_| {
            while let Some(number) = work.writing.sealing.claim_next()? {
                work.writing.sealing.refuse_forgotten()?;
                if let (Some(account), _) = each(number)? {
                    let mut done = done.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    done.insert(number, account);
                }
            }
            Ok::<_, RunError>(())
        })?;
        if work.writing.sealing.run_is_finished()? {
            return Ok(None);
        }
        if work.writing.sealing.claim_finish()? {
            return Ok(Some(done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)));
        }
        let failed = work.writing.sealing.given_up()?;
        if !failed.is_empty() {
            return Err(not_written(failed));
        }
        work.writing.sealing.refuse_forgotten()?;
        if work.watcher.stopped() {
            return Err(RunError::Interrupted);
        }
        std::thread::sleep(PAUSE);
    }
}

/// Batches that nobody could write, whoever tried: the gravest cause gives the code.
fn not_written(failed: Vec<BatchRow>) -> RunError {
    let exits = failed.iter().filter_map(|batch| batch.exit_code.and_then(Exit::from_code));
    let exit = Some(Exit::of(exits)).filter(|exit| *exit != Exit::Done).unwrap_or(Exit::Internal);
    let failed = failed.into_iter().map(|batch| (batch.number, batch.reason.unwrap_or_default()));
    RunError::Batches { failed: failed.collect(), exit }
}
