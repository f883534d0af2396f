//! The document that proves that one case file is under the root.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// Version of the form. Keys may be added to a version; none is renamed or dropped.
const FORMAT: u32 = 1;

/// What tells the document from another.
const KIND: &str = "care2mosaic-case-file-proof";

/// The proof that one case file is under the root; it tells nothing of any other but hashes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFileProof {
    /// Version of the form: 1.
    pub format: u32,
    /// Always `care2mosaic-case-file-proof`.
    pub kind: String,
    /// How digests and root are made.
    pub algorithm: String,
    /// Person number.
    pub case_file: u64,
    /// The digest of the case file in lower-case hexadecimal: the bytes of the leaf.
    pub digest: String,
    /// The place of the leaf, counted from 0.
    pub leaf: u64,
    /// The number of leaves under the root.
    pub leaves: u64,
    /// The audit path of RFC 6962, from the leaf upwards, each hash in lower-case hexadecimal.
    pub path: Vec<String>,
    /// The root in lower-case hexadecimal.
    pub root: String,
    /// SHA-256 of `root.json`, which names the same root and is what a signature is over.
    pub root_document_sha256: String,
    /// Version of the program that wrote it.
    pub tool_version: String,
}

/// Why a proof cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ProofFileError {
    /// There is none.
    #[error("{} cannot be read: {source}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is none.
    #[error(
        "{} is no proof of a case file, or a damaged one; `care2mosaic prove DIR PERSONNUMBER` writes it anew",
        .path.display()
    )]
    Form {
        /// The file.
        path: PathBuf,
    },
}

impl CaseFileProof {
    /// A proof of this form, with what its caller knows.
    pub(super) fn new(case_file: u64, digest: String) -> Self {
        Self {
            format: FORMAT,
            kind: KIND.to_owned(),
            algorithm: crate::report::model::ALGORITHM.to_owned(),
            case_file,
            digest,
            leaf: 0,
            leaves: 0,
            path: Vec::new(),
            root: String::new(),
            root_document_sha256: String::new(),
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// The bytes of the document.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a proof has only text and numbers");
        text.push('\n');
        text
    }

    /// Reads a proof of this form.
    pub fn read(path: &Path) -> Result<Self, ProofFileError> {
        let bytes =
            std::fs::read(path).map_err(|source| ProofFileError::Read { path: path.into(), source })?;
        let form = || ProofFileError::Form { path: path.into() };
        let proof: Self = serde_json::from_slice(&bytes).map_err(|_| form())?;
        let known = proof.format == FORMAT && proof.kind == KIND;
        let algorithm = proof.algorithm == crate::report::model::ALGORITHM;
        if known && algorithm { Ok(proof) } else { Err(form()) }
    }
}
