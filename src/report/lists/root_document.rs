//! `root.json`: what a signature is set under.

use serde::{Deserialize, Serialize};

/// A file of the drop and its digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceDigest {
    /// Path within the drop.
    pub path: String,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// The root of the digests, with everything it depends on. It has no clock, so that the same run gives the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RootDocument {
    /// Version of this format: 1.
    pub format: u32,
    /// How digests and root are made.
    pub algorithm: String,
    /// The Merkle root in lower-case hexadecimal.
    pub root: String,
    /// The number of leaves.
    pub leaves: u64,
    /// SHA-256 of the mappings.
    pub mappings_sha256: String,
    /// SHA-256 of the staging contract.
    pub contract_sha256: String,
    /// The files of the drops, in order of path.
    pub sources: Vec<SourceDigest>,
    /// Version of this program.
    pub tool_version: String,
}

impl RootDocument {
    /// The bytes of the file.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a root document has only text and numbers");
        text.push('\n');
        text
    }
}
