//! The passes of a migration, from the drop to the sealed batches and their proof.

pub mod stage;
pub mod world;

mod accounts;
mod acknowledge;
mod batches;
mod cancel;
mod coverage;
mod documents;
mod drop_reader;
mod earlier;
mod event;
mod exit;
mod fingerprint;
mod finished;
mod history;
mod inclusion;
mod ledger_address;
mod lists;
mod load;
mod migrate;
mod option_sets;
mod output_digests;
mod output_folder;
mod parallel;
mod profile;
mod prove;
mod reconcile;
mod refusal;
mod report_files;
mod report_of;
mod request;
mod retry;
mod run_error;
mod sample;
mod seal;
mod spill;
mod status;
mod survey;
mod team;
mod trace;
mod verify;

pub use cancel::Cancel;
pub use coverage::{CheckRequest, DropCoverage, Remedy, UncoveredCode, check_drop, check_mappings};
pub use event::{Event, Observer, Silent, Watcher};
pub use exit::Exit;
pub use finished::Finished;
pub use history::{CauseChange, Comparison, RunOutcomes, StateChange, compare_runs, history};
pub use inclusion::{
    CaseFileProof, ProofFileError, ProofRequest, VerifiedProof, prove_case_file, verify_proof,
};
pub use ledger_address::ledger_of;
pub use load::{Loaded, LoadedTable, ddl, load};
pub use migrate::migrate;
pub use profile::{ProfileRequest, profile};
pub use prove::ProveError;
pub use reconcile::reconcile;
pub use request::{BATCH_SIZE, LEASE, LoadRequest, MigrateRequest, ReconcileRequest, RetryRequest};
pub use retry::retry;
pub use run_error::RunError;
pub use sample::{SampleRequest, SampleSize, Sampled, audit_results, sample};
pub use seal::{SealRequest, Sealed, seal};
pub use status::{ExceptionCount, Status, status};
pub use trace::{CaseFileTrace, TraceReason, TraceRequest, TracedCell, TracedRecord, TracedRow, trace};
pub use verify::{SignedBy, Verified, VerifiedCaseFile, VerifyFinding, VerifyRequest, verify};
