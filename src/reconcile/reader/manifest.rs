//! `manifest.json` of a batch, read back.

use std::io;
use std::path::Path;

use serde::Deserialize;

/// A file that a manifest lists.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ListedFile {
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

/// What a manifest says about its batch.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct BatchManifest {
    /// Version of the format.
    pub format: u32,
    /// The number of the batch.
    pub batch: u32,
    /// The number of the run within the output folder.
    pub run: u32,
    /// The batch that this one tries again.
    pub retry_of: Option<u32>,
    /// The number of case files written.
    pub case_files: u64,
    /// The files of the batch folder but the manifest.
    pub files: Vec<ListedFile>,
    /// SHA-256 of the mappings.
    pub mappings_sha256: String,
    /// SHA-256 of the contract.
    pub contract_sha256: String,
    /// Version of the target's schema.
    pub target_schema_version: String,
    /// Version of the program that wrote it.
    pub tool_version: String,
}

impl BatchManifest {
    /// Reads the manifest of a batch folder.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let bytes = std::fs::read(folder.join("manifest.json"))?;
        serde_json::from_slice(&bytes).map_err(io::Error::other)
    }

    /// The line for a file.
    pub fn file(&self, path: &str) -> Option<&ListedFile> {
        self.files.iter().find(|file| file.path == path)
    }
}
