//! A file that later commands may rewrite, as the ledger knows it.

/// A file that later commands may rewrite, with the digest of what the program wrote last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFileRow {
    /// Path within the output folder.
    pub path: String,
    /// The run that it is of.
    pub run: u32,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}
