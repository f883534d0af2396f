//! The ledger: what runs there were, which batches they sealed, what they turned away.
//!
//! It holds keys, positions and codes, never a field's value, and no row for a migrated record.

mod batch_row;
mod exception_row;
mod ledger_error;
mod run_row;
mod store;

pub use batch_row::{BatchKind, BatchRow, BatchState};
pub use exception_row::{CaseFileRow, ExceptionRow, SourceFileRow, TallyRow};
pub use ledger_error::LedgerError;
pub use run_row::{NewRun, RunRow};
pub use store::Ledger;
