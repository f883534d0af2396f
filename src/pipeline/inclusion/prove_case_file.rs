//! Writes the proof of one case file.

use std::path::Path;

use super::CaseFileProof;
use crate::pipeline::RunError;
use crate::pipeline::unwritten_case_file::unwritten_case_file;
use crate::pipeline::verify::{DigestLists, Findings, ROOT_FILE, digest_of, root_document};
use crate::reconcile::digest::{Digest, InclusionProof};
use crate::target::hex;

/// The proof that a case file is under the root of an output folder.
///
/// # Errors
/// If the folder is not proved, or has no written case file of that number, or its lists do not lead to its root.
pub fn prove_case_file(output: &Path, number: u64) -> Result<CaseFileProof, RunError> {
    if !output.join(ROOT_FILE).is_file() {
        return Err(RunError::NoRoot { out: output.to_path_buf() });
    }
    let changed = |path: &str| RunError::Changed { out: output.to_path_buf(), path: path.to_owned() };
    let mut findings = Findings::default();
    let document = root_document(output, &mut findings).ok_or_else(|| changed(ROOT_FILE))?;
    let lists = DigestLists::read(output, true, &mut findings);
    let tree = lists.tree();
    if !findings.is_empty() || hex(&tree.root()) != document.root || tree.leaves() != document.leaves {
        return Err(changed("reconciliation"));
    }
    let entry = lists.case_file(number);
    let Some(digest) = entry.and_then(|entry| entry.digest) else {
        return Err(unwritten_case_file(output, number, entry.map(|entry| entry.state)));
    };
    let before = lists.case_files.iter().take_while(|one| one.number != number);
    let leaf = before.filter(|one| one.digest.is_some()).count() as u64;
    let leaves: Vec<Digest> = lists.leaves().copied().collect();
    let proof = InclusionProof::new(&leaves, leaf).ok_or_else(|| changed("reconciliation"))?;
    let (_, sha256) = digest_of(&output.join(ROOT_FILE)).map_err(|_| changed(ROOT_FILE))?;
    Ok(CaseFileProof {
        leaf,
        leaves: proof.leaves,
        path: proof.path.iter().map(|hash| hex(hash)).collect(),
        root: document.root,
        root_document_sha256: sha256,
        ..CaseFileProof::new(number, hex(&digest))
    })
}
