//! `manifest.json` of a batch.

use serde::{Deserialize, Serialize};

/// A file of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Relative to the batch folder.
    pub path: String,
    /// The table; none for documents and the cross-reference.
    pub table: Option<String>,
    /// The number of rows; none for documents.
    pub rows: Option<u64>,
    /// The size.
    pub bytes: u64,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// What a batch folder holds but the manifest itself. It has no clock, so that the same batch has the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this format: 1.
    pub format: u32,
    /// The number of the batch.
    pub batch: u32,
    /// The number of the run within the output folder, counted from 1.
    pub run: u32,
    /// The batch that this one tries again.
    pub retry_of: Option<u32>,
    /// The number of case files written.
    pub case_files: u64,
    /// The files, in order of path.
    pub files: Vec<ManifestFile>,
    /// SHA-256 of the mappings.
    pub mappings_sha256: String,
    /// SHA-256 of the contract.
    pub contract_sha256: String,
    /// Version of the target's schema.
    pub target_schema_version: String,
    /// Version of this program.
    pub tool_version: String,
}

impl Manifest {
    /// The bytes of the file.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a manifest has only text and numbers");
        text.push('\n');
        text
    }
}
