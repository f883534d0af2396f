//! Finds what other hands changed in an output folder, from the folder alone.
//!
//! Every file is held against what vouches for it: import files and documents against the manifest of their batch and
//! the bag; manifests against the ledger; the mappings against the bag and the ledger; lists, reports and key against
//! the ledger's digests; the ledger's rows against lists, manifests and report; the root against the digests. So a
//! change has to be carried through everything to stay unseen, and then only the export or a signature tells.

mod bag_lines;
mod batch;
mod batches;
mod case_file_rows;
mod check;
mod digest_list;
mod digest_of;
mod evidence;
mod finding;
mod ledger_view;
mod lists;
mod package;
mod report;
mod request;
mod root;
mod rows;
mod used_mappings;
mod verified;
mod walk;
mod whole;

pub(super) use check::{INCLUSION, ROOT_DOCUMENT};
pub(super) use digest_list::{DigestLists, parse_digest};
pub(super) use digest_of::digest_of;
pub(super) use finding::Findings;
pub use finding::VerifyFinding;
pub use request::VerifyRequest;
pub(super) use root::{ROOT_FILE, root_document};
pub use verified::{SignedBy, Verified, VerifiedCaseFile};

use super::{Cancel, Observer, RunError, Watcher};
use evidence::Evidence;

/// Finds what was changed in an output folder by other hands.
///
/// # Errors
/// What was changed is no error but a finding; see [`RunError`] for the rest.
pub fn verify(
    request: &VerifyRequest,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<Verified, RunError> {
    let watcher = Watcher::new(observer, cancel);
    let mut evidence = Evidence::open(&request.out, request.ledger.as_ref())?;
    let mut verified = whole::whole(&mut evidence, request.threads, watcher)?;
    verified.findings = std::mem::take(&mut evidence.findings).sorted();
    Ok(verified)
}
