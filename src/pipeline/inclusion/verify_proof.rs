//! Checks the proof of one case file without the folder that it is of.

use std::path::PathBuf;

use super::{CaseFileProof, ProofFileError};
use crate::pipeline::verify::{
    Allowed, Findings, SignedBy, VerifyFinding, check_signature, digest_of, parse_digest,
};
use crate::pipeline::{Exit, RunError};
use crate::reconcile::Check;
use crate::reconcile::digest::InclusionProof;
use crate::report::lists::RootDocument;
use crate::target::hex;

/// The audit path leads to the root.
const INCLUSION: Check = crate::pipeline::verify::INCLUSION;
/// The root document names the root.
const ROOT_DOCUMENT: Check = crate::pipeline::verify::ROOT_DOCUMENT;

/// What to do where nothing is there that could be signed.
const UNSIGNED: &str = "a proof is signed through the root document that it names: give that too, with its signature beside it \
     (--root-document root.json)";

/// A proof that is to be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofRequest {
    /// The proof.
    pub proof: PathBuf,
    /// The root document that it names, where its holder has that too.
    pub root_document: Option<PathBuf>,
    /// A list of allowed signers, where the signature beside the root document is to be checked; it wants that document.
    pub allowed_signers: Option<PathBuf>,
    /// The one name in that list by which the signer must be known; else any.
    pub signer: Option<String>,
}

/// What checking a proof came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedProof {
    /// The proof.
    pub proof: CaseFileProof,
    /// Whether the root document was compared.
    pub with_document: bool,
    /// Who signed the root document, where somebody did.
    pub signature: Option<SignedBy>,
    /// What is wrong.
    pub findings: Vec<VerifyFinding>,
}

impl VerifiedProof {
    /// The code that the command ends with.
    pub fn exit(&self) -> Exit {
        if self.findings.is_empty() { Exit::Done } else { Exit::Integrity }
    }
}

/// Checks that the digest of a proof leads to its root, and that the root document, where there is one, names that root.
///
/// # Errors
/// If a file cannot be read or is no proof, or signers are given and nothing that they could have signed; what does not fit
/// is no error but a finding.
pub fn verify_proof(request: &ProofRequest) -> Result<VerifiedProof, RunError> {
    if request.allowed_signers.is_some() && request.root_document.is_none() {
        // Else a proof that nobody signed would end as one that was.
        return Err(RunError::Usage(UNSIGNED.to_owned()));
    }
    let proof = CaseFileProof::read(&request.proof)?;
    let name = request.proof.display().to_string();
    let allowed = Allowed::read(request.allowed_signers.as_ref(), request.signer.as_deref())?;
    let mut findings = Findings::default();
    let mut signature = None;
    let found = leads_to(&proof).unwrap_or_else(|| "no root at all".to_owned());
    findings.compare(&INCLUSION, &name, "digest and path to lead to the root", &proof.root, &found);
    if let Some(path) = &request.root_document {
        let read = |source| ProofFileError::Read { path: path.clone(), source };
        let (_, sha256) = digest_of(path).map_err(read)?;
        let (document, file) = (root_document(path), path.display().to_string());
        let named = &proof.root_document_sha256;
        findings.compare(&ROOT_DOCUMENT, &file, "the root document with SHA-256", named, &sha256);
        let found =
            document.map(|one| format!("{} over {} leaves", one.root, one.leaves)).unwrap_or_default();
        let expected = format!("{} over {} leaves", proof.root, proof.leaves);
        findings.compare(&ROOT_DOCUMENT, &file, "the root of the proof,", &expected, &found);
        let beside = PathBuf::from(format!("{file}.sig"));
        let name = beside.display().to_string();
        signature = check_signature((path, &beside), &name, allowed.as_ref(), &mut findings);
    }
    let with_document = request.root_document.is_some();
    Ok(VerifiedProof { proof, with_document, signature, findings: findings.sorted() })
}

/// The root that a proof leads to; none where it does not fit a tree of its size.
fn leads_to(proof: &CaseFileProof) -> Option<String> {
    let path = proof.path.iter().map(|hash| parse_digest(hash)).collect::<Option<Vec<_>>>()?;
    let way = InclusionProof { place: proof.leaf, leaves: proof.leaves, path };
    way.root(&parse_digest(&proof.digest)?).map(|root| hex(&root))
}

fn root_document(path: &std::path::Path) -> Option<RootDocument> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}
