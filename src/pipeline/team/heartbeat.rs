//! The sign of life of a worker.

use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::ledger::{Ledger, LedgerAddress, LedgerError};

/// Signs of life a lease: some may be lost without anybody taking over.
const SIGNS: u32 = 4;

/// A thread that tells the ledger that the worker lives; dropped, it says that the worker has left.
#[derive(Debug)]
pub(super) struct Heartbeat {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Heartbeat {
    /// Takes the worker on, over a connection of its own: the others may be busy. One whose folder others removed, since
    /// they took it for dead, gives no sign any more.
    pub(super) fn start(
        address: &LedgerAddress,
        worker: &str,
        lease: Duration,
        room: PathBuf,
    ) -> Result<Self, LedgerError> {
        let (ledger, worker) = (Ledger::connect(address)?, worker.to_owned());
        ledger.enlist(&worker, lease)?;
        let (stop, stopped) = channel();
        let beat = move || {
            while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(lease / SIGNS) {
                if !room.is_dir() {
                    break;
                }
                // A sign that is lost is made up for by the next.
                let _ = ledger.show_life(&worker);
            }
            // Whoever does not hear of it waits until the lease is over.
            let _ = ledger.leave_run(&worker);
        };
        Ok(Self { stop: Some(stop), thread: Some(std::thread::spawn(beat)) })
    }
}

impl Drop for Heartbeat {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
