//! The ledger: what runs there were, which batches they sealed, what they turned away, what audits found.
//!
//! It holds keys, positions and codes, never a field's value, and no row for a migrated record. It is a SQLite file of the
//! output folder, or a PostgreSQL database that several machines share; both have the same schema.

mod account;
mod audit;
mod audit_digest;
mod audit_row;
mod batch_row;
mod database;
mod exception_row;
mod history;
mod ledger_address;
mod ledger_error;
mod output_file_row;
mod place;
mod reading;
mod run_row;
mod schema;
mod store;
mod team;
mod worker_row;

pub use audit_row::{AuditCaseFileRow, AuditDrawRow, AuditListRow, AuditResultRow, AuditStratumRow};
pub use batch_row::{BatchKind, BatchRow, BatchState};
pub use exception_row::{CaseFileRow, CauseRow, ExceptionRow, SourceFileRow, TallyRow};
pub use ledger_address::{LedgerAddress, LedgerAddressError};
pub use ledger_error::LedgerError;
pub use output_file_row::OutputFileRow;
pub use place::PlaceRow;
pub use run_row::{NewRun, RunRow};
pub use store::Ledger;
pub use worker_row::WorkerRow;
