//! A verification that is asked for.

use std::path::PathBuf;

use crate::ledger::LedgerAddress;

/// A verification that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyRequest {
    /// The output folder.
    pub out: PathBuf,
    /// Every drop that the folder's runs used, where they are to be compared too.
    pub sources: Vec<PathBuf>,
    /// The one case file to look at, by person number; else all.
    pub case_file: Option<u64>,
    /// A list of allowed signers, where the signature is to be checked.
    pub allowed_signers: Option<PathBuf>,
    /// The one name in that list by which the signer must be known; else any.
    pub signer: Option<String>,
    /// The ledger's address; else `sqlite://OUT/ledger.sqlite`.
    pub ledger: Option<LedgerAddress>,
    /// Threads that read, at least 1.
    pub threads: usize,
}
