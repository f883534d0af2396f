//! What a verification came to.

use super::check::ALL;
use super::finding::VerifyFinding;
use crate::pipeline::Exit;
use crate::reconcile::Check;

/// What a verification came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// The number of files looked at.
    pub files: u64,
    /// Their size.
    pub bytes: u64,
    /// The number of sealed batches.
    pub batches: u64,
    /// The number of case files in the list.
    pub case_files: u64,
    /// How many of them are written and have a digest.
    pub digests: u64,
    /// The number of joining records.
    pub joining: u64,
    /// The root in lower-case hexadecimal and the number of its leaves; none where nothing is proved yet.
    pub root: Option<(String, u64)>,
    /// Whether an export was compared.
    pub with_source: bool,
    /// Who signed the root document, where somebody did.
    pub signature: Option<SignedBy>,
    /// The one case file that was looked at, where only one was asked for.
    pub case_file: Option<VerifiedCaseFile>,
    /// Everything that is not as the program wrote it.
    pub findings: Vec<VerifyFinding>,
}

/// The signature under a root document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedBy {
    /// The fingerprint of the key, as `ssh-keygen -l` prints it.
    pub key: String,
    /// The names that the list of allowed signers has for it; none where no list was given.
    pub principals: Vec<String>,
}

/// One case file, verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedCaseFile {
    /// Person number.
    pub number: u64,
    /// The place of its leaf, counted from 0.
    pub leaf: u64,
    /// The batch it stands in.
    pub batch: u32,
    /// Its rows, by table.
    pub rows: Vec<(String, u64)>,
}

impl Verified {
    /// The code that the command ends with.
    pub fn exit(&self) -> Exit {
        if self.findings.is_empty() { Exit::Done } else { Exit::Integrity }
    }

    /// Every check with the number of its findings.
    pub fn checks(&self) -> Vec<(&'static Check, u64)> {
        let count = |check: &Check| self.findings.iter().filter(|one| one.check == check.id).count() as u64;
        ALL.into_iter().map(|check| (check, count(check))).collect()
    }
}
