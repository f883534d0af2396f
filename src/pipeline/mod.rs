//! The passes of a migration, from the drop to the sealed batches and their proof.

pub mod stage;
pub mod world;

mod accounts;
mod acknowledge;
mod batches;
mod cancel;
mod coverage;
mod details;
mod documents;
mod drop_changes;
mod drop_digests;
mod drop_reader;
mod earlier;
mod error_words;
mod event;
mod exit;
mod fingerprint;
mod finished;
mod history;
mod inclusion;
mod ledger_address;
mod ledger_place;
mod lists;
mod load;
mod lost_files;
mod mapping_changes;
mod migrate;
mod noted_drop;
mod noted_files;
mod open_retry;
mod option_sets;
mod output_digests;
mod output_folder;
mod parallel;
mod policy_authors;
mod profile;
mod prove;
mod reconcile;
mod refusal;
mod report_files;
mod report_of;
mod request;
mod retry;
mod run_error;
mod run_exit;
mod sample;
mod scaffold;
mod seal;
mod sealed_files;
mod spill;
mod status;
mod survey;
mod team;
mod trace;
mod typed_places;
mod verify;

pub use cancel::Cancel;
pub use coverage::{CheckRequest, DropCoverage, Remedy, UncoveredCode, check_drop, check_mappings};
pub use details::Details;
pub use drop_changes::DropChanges;
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
pub use sample::{
    AuditResultsRequest, ListFault, SampleRequest, SampleSize, Sampled, SampledStratum, audit_results, sample,
};
pub use scaffold::{Scaffold, ScaffoldFile, ScaffoldGuess, ScaffoldRequest, scaffold};
pub use seal::{SealRequest, Sealed, seal};
pub use status::{ExceptionCount, Status, status};
pub use trace::{CaseFileTrace, TraceReason, TraceRequest, TracedCell, TracedRecord, TracedRow, trace};
pub use typed_places::place_names;
pub use verify::{SignedBy, Verified, VerifiedCaseFile, VerifyFinding, VerifyRequest, verify};
