//! The passes of a migration, from the drop to the sealed batches and their proof.

pub mod stage;
pub mod world;

mod cancel;
mod event;
mod exit;
mod finished;
mod ledger_address;
mod request;
mod run_error;
mod status;

pub use cancel::Cancel;
pub use event::{Event, Observer, Silent, Watcher};
pub use exit::Exit;
pub use finished::Finished;
pub use ledger_address::ledger_path;
pub use request::{BATCH_SIZE, MigrateRequest, ReconcileRequest};
pub use run_error::RunError;
pub use status::{ExceptionCount, Status, status};

/// Migrates a drop: stages, maps, writes, and proves it, or goes on where an interrupted run ended.
pub fn migrate(
    request: &MigrateRequest,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<Finished, RunError> {
    let _ = (request, observer, cancel);
    Err(RunError::Interrupted)
}

/// Proves what an output folder holds against the drops that it was made of.
pub fn reconcile(
    request: &ReconcileRequest,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<Finished, RunError> {
    let _ = (request, observer, cancel);
    Err(RunError::Interrupted)
}
