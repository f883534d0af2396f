//! Seals an output folder: signs its root document.

use std::path::{Path, PathBuf};

use super::ledger_address::ledger_option;
use super::output_digests::output_digests;
use super::output_folder::OutputFolder;
use super::verify::{ROOT_FILE, SIGNATURE_FILE, VerifyRequest, verify};
use super::{Cancel, Observer, RunError};
use crate::ledger::LedgerAddress;
use crate::report::model::{Report, Verdict};
use crate::seal::{SealError, Signature, SigningKey};
use crate::target::{TargetError, write_atomically};

/// A seal that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealRequest {
    /// The output folder.
    pub out: PathBuf,
    /// Whether a signature by another key may be replaced.
    pub replace: bool,
    /// The ledger's address; else `sqlite://OUT/ledger.sqlite`.
    pub ledger: Option<LedgerAddress>,
    /// Threads that read, at least 1.
    pub threads: usize,
}

/// A folder that is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The signature's file.
    pub signature: PathBuf,
    /// The fingerprint of the key.
    pub key: String,
    /// The root that was signed, in lower-case hexadecimal.
    pub root: String,
    /// Samples with case files that nobody looked at: the number of each draw, how many were drawn, and how many of those
    /// are open. No result can be taken in any more.
    pub open_draws: Vec<(u32, u64, u64)>,
}

/// Signs the root document of a folder that reconciled and that nobody changed.
///
/// # Errors
/// If the folder did not reconcile, or was changed, or is signed by another key already; see [`RunError`] for the rest.
pub fn seal(
    request: &SealRequest,
    key: &SigningKey,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<Sealed, RunError> {
    let out = &request.out;
    if !out.join(ROOT_FILE).is_file() && out.join("reconciliation/report.json").is_file() {
        return Err(RunError::NoRoot { out: out.clone() });
    }
    let verified = verify(
        &VerifyRequest {
            out: out.clone(),
            sources: Vec::new(),
            case_file: None,
            allowed_signers: None,
            signer: None,
            ledger: request.ledger.clone(),
            threads: request.threads,
        },
        observer,
        cancel,
    )?;
    if let Some(first) = verified.findings.first() {
        let (findings, first) = (verified.findings.len(), format!("{}: {}", first.file, first.expected));
        let options = ledger_option(request.ledger.as_ref());
        return Err(RunError::NotToBeSealed { out: out.clone(), findings, first, options });
    }
    let report = Report::read(&out.join("reconciliation").join("report.json"))?;
    let (Some((root, _)), Verdict::Reconciled | Verdict::ReconciledWithExceptions) =
        (verified.root, report.verdict)
    else {
        return Err(RunError::NoRoot { out: out.clone() });
    };
    let path = out.join(SIGNATURE_FILE);
    let before = std::fs::read(&path).ok().and_then(|text| Signature::parse(&text));
    if let Some(before) =
        before.filter(|before| !request.replace && before.fingerprint() != key.fingerprint())
    {
        return Err(RunError::SignedAlready { out: out.clone(), key: before.fingerprint() });
    }
    let document = std::fs::read(out.join(ROOT_FILE)).map_err(TargetError::at(out))?;
    let unsigned = || SealError::Sign { path: key.path().to_path_buf() };
    let text = key.sign(&document)?.to_text().ok_or_else(unsigned)?;
    let folder = OutputFolder::open(out, request.ledger.as_ref())?;
    write_atomically(&path, |file| file.write_all(text.as_bytes()))?;
    if let Some(run) = folder.current_run()? {
        folder.ledger.put_output_files(run.number, "", &output_digests(out)?)?;
    }
    Ok(Sealed { signature: path, key: key.fingerprint(), root, open_draws: open_draws(&report) })
}

fn open_draws(report: &Report) -> Vec<(u32, u64, u64)> {
    let draws = report.audit.iter().flat_map(|audit| &audit.draws);
    let open = draws.filter(|draw| draw.figures.open > 0);
    open.map(|draw| (draw.number, draw.figures.size, draw.figures.open)).collect()
}

/// Nothing is added to what is signed, and nothing in it replaced: its signature would be one of something else.
///
/// # Errors
/// [`RunError::Signed`] where there is a signature.
pub(crate) fn refuse_signed(out: &Path) -> Result<(), RunError> {
    let signature = out.join(SIGNATURE_FILE);
    if signature.is_file() {
        return Err(RunError::Signed { out: out.to_path_buf(), signature });
    }
    Ok(())
}
