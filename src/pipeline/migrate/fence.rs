//! Whether this process is still the one that finishes a run.

use std::io;
use std::time::{Duration, Instant};

use super::migration::Migration;
use crate::pipeline::RunError;

/// How long a process goes on without looking again.
const TRUST: Duration = Duration::from_secs(1);

/// How long one who waits for another looks away.
const PAUSE: Duration = Duration::from_millis(250);

/// Keeps a process that stood still for longer than its lease from writing over what another made of the run.
pub(super) struct Fence<'a> {
    migration: Migration<'a>,
    run: u32,
    looked: Option<Instant>,
}

impl<'a> Fence<'a> {
    /// Before what is written of a run.
    pub(super) fn new(migration: Migration<'a>, run: u32) -> Self {
        Self { migration, run, looked: None }
    }

    /// Looks, and lets pass whoever still finishes the run.
    pub(super) fn pass(&mut self) -> Result<(), RunError> {
        if !self.holds()? {
            return Err(RunError::TakenOver);
        }
        self.looked = Some(Instant::now());
        Ok(())
    }

    /// The same, where a complete file is about to have its name.
    pub(super) fn may_name(&mut self) -> io::Result<()> {
        self.pass().map_err(io::Error::other)
    }

    /// The same, where it is asked often: looks only when some time went by.
    pub(super) fn pass_again(&mut self) -> Result<(), RunError> {
        if self.looked.is_some_and(|looked| looked.elapsed() < TRUST) { Ok(()) } else { self.pass() }
    }

    /// Whether this process is still the one; it shows a sign of life first, so that nobody takes over after the answer.
    pub(super) fn holds(&self) -> Result<bool, RunError> {
        let Some(worker) = self.migration.worker else { return Ok(true) };
        let ledger = &self.migration.folder.ledger;
        ledger.show_life(worker.id())?;
        Ok(ledger.is_finisher(worker.id(), self.run)?)
    }

    /// Waits for the other: false when it has finished the run, true when it left and this process takes over in turn.
    pub(super) fn wait(&self) -> Result<bool, RunError> {
        let Some(worker) = self.migration.worker else { return Ok(true) };
        let ledger = &self.migration.folder.ledger;
        loop {
            if ledger.runs()?.iter().any(|run| run.number == self.run && run.finished.is_some()) {
                return Ok(false);
            }
            if ledger.claim_finish(worker.id(), self.run)? {
                return Ok(true);
            }
            if !ledger.has_batches(self.run)? {
                return Err(RunError::TakenOver);
            }
            if self.migration.watcher.stopped() {
                return Err(RunError::Interrupted);
            }
            std::thread::sleep(PAUSE);
        }
    }
}
