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
mod causes;
mod check;
mod digest_list;
mod digest_of;
mod evidence;
mod finding;
mod ledger_view;
mod lists;
mod mosaic;
mod one;
mod package;
mod report;
mod request;
mod root;
mod rows;
mod rows_of;
mod signature;
mod source;
mod source_report;
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
pub(super) use signature::{Allowed, check_signature};
pub use verified::{SignedBy, Verified, VerifiedCaseFile};
pub(super) use whole::SIGNATURE_FILE;

use super::{Cancel, Observer, RunError, Watcher};
use crate::ledger::LedgerAddress;
use evidence::Evidence;

/// What was changed in a finished folder that this process holds already; whether it reconciled does not matter.
pub(super) fn changes_of(
    (output, temporary): (&std::path::Path, std::path::PathBuf),
    ledger: Option<&LedgerAddress>,
    threads: usize,
    watcher: Watcher<'_>,
) -> Result<Vec<VerifyFinding>, RunError> {
    let mut evidence = Evidence::held(output, temporary, ledger)?;
    whole::whole(&mut evidence, threads, watcher)?;
    let (_, findings) = evidence.close();
    Ok(findings.sorted().into_iter().filter(|one| one.check != check::VERDICT.id).collect())
}

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
    let allowed = Allowed::read(request.allowed_signers.as_ref(), request.signer.as_deref())?;
    let mut evidence = Evidence::open(&request.out, request.ledger.as_ref())?;
    let mut verified = match request.case_file {
        Some(number) => one::one(&mut evidence, number)?,
        None => whole::whole(&mut evidence, request.threads, watcher)?,
    };
    let (output, mut findings) = evidence.close();
    let files = (output.join(ROOT_FILE), output.join(SIGNATURE_FILE));
    let files = (files.0.as_path(), files.1.as_path());
    verified.signature = check_signature(files, SIGNATURE_FILE, allowed.as_ref(), &mut findings);
    if !request.sources.is_empty() {
        source::against_source(request, watcher, &mut findings)?;
        verified.with_source = true;
    }
    verified.findings = findings.sorted();
    Ok(verified)
}
