//! What the lists say, told to the ledger.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Scope, ScopedJoinHandle};

use crate::ledger::{ExceptionRow, Ledger};
use crate::pipeline::RunError;
use crate::record::crash_point;

/// How many parcels may wait: so many are in memory, and no more.
const WAITING: usize = 2;

/// The ledger, the run there, and the worker that finishes it, where several work on it.
pub(crate) type ToldLedger<'a> = (&'a Ledger, u32, Option<&'a str>);

/// Lines of the lists, told to the ledger by a thread of their own: it waits for the disk while the lists are written.
#[derive(Debug)]
pub(crate) struct LedgerLines<'scope> {
    ledger: &'scope Ledger,
    pending: Vec<ExceptionRow>,
    parcels: SyncSender<Vec<ExceptionRow>>,
    teller: ScopedJoinHandle<'scope, Result<(), RunError>>,
}

impl<'scope> LedgerLines<'scope> {
    /// Begins: what the ledger noted of the run before is forgotten.
    pub(crate) fn begin<'env>(
        scope: &'scope Scope<'scope, 'env>,
        ledger: ToldLedger<'env>,
    ) -> Result<Self, RunError> {
        ledger.0.clear_exceptions(ledger.1, ledger.2)?;
        let (parcels, taken) = sync_channel(WAITING);
        let teller = scope.spawn(move || tell(ledger, &taken));
        Ok(Self { ledger: ledger.0, pending: Vec::new(), parcels, teller })
    }

    /// Takes a line.
    pub(super) fn take(&mut self, line: ExceptionRow) {
        self.pending.push(line);
    }

    /// Sends on what was taken, if it is a parcel. Whatever keeps the ledger from taking it is told by `finish`.
    pub(super) fn send_full(&mut self) {
        if self.pending.len() >= Ledger::ROWS_AT_ONCE {
            self.send();
        }
    }

    fn send(&mut self) {
        // Nobody takes it where the teller has failed.
        let _ = self.parcels.send(std::mem::take(&mut self.pending));
    }

    /// Waits until the ledger has all of it, and gives it back.
    ///
    /// # Errors
    /// If the ledger did not take a line.
    pub(super) fn finish(mut self) -> Result<&'scope Ledger, RunError> {
        self.send();
        drop(self.parcels);
        self.teller.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok(self.ledger)
    }
}

fn tell(
    (ledger, run, finisher): ToldLedger<'_>,
    parcels: &Receiver<Vec<ExceptionRow>>,
) -> Result<(), RunError> {
    for lines in parcels.iter().filter(|lines| !lines.is_empty()) {
        ledger.add_exceptions(run, finisher, &lines)?;
        crash_point("exceptions-told", "");
    }
    Ok(())
}
