//! What a batch holds, and its bytes, on disk or in memory.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::contract::{Contract, TargetRow};
use super::manifest::{Manifest, ManifestFile};
use super::xref::{XrefRow, write_xref};
use super::{DocumentPolicy, DocumentSource, HashingWriter, sort_rows, write_rows};

/// What a batch holds.
#[derive(Clone, Debug, Default)]
pub struct BatchContent {
    /// The rows of all tables, in any order.
    pub rows: Vec<TargetRow>,
    /// The cross-reference, in any order.
    pub xref: Vec<XrefRow>,
    /// The attached files, in any order.
    pub documents: Vec<DocumentSource>,
    /// The number of case files written.
    pub case_files: u64,
}

/// Where the files of a batch go.
pub trait BatchFiles {
    /// Writes one file by its name and gives its size and SHA-256.
    fn write(
        &mut self,
        name: &str,
        write: &dyn Fn(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<(u64, String)>;
}

/// The files of a batch in memory, for a run that writes nothing.
#[derive(Clone, Debug, Default)]
pub struct MemoryFiles {
    /// The bytes by name.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl BatchFiles for MemoryFiles {
    fn write(
        &mut self,
        name: &str,
        write: &dyn Fn(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<(u64, String)> {
        let mut out = HashingWriter::new(Vec::new());
        write(&mut out)?;
        let (bytes, length, sha256) = out.finish();
        self.files.insert(name.to_owned(), bytes);
        Ok((length, sha256))
    }
}

impl BatchContent {
    /// Brings rows and lines into their order and drops repeated ones.
    pub fn sort(&mut self, contract: &Contract) {
        self.rows.sort_by_key(|row| row.table);
        for rows in self.rows.chunk_by_mut(|a, b| a.table == b.table) {
            sort_rows(contract.table(rows[0].table), rows);
        }
        self.rows.dedup();
        self.xref.sort();
        self.xref.dedup();
        self.documents.sort();
        self.documents.dedup_by(|a, b| a.sha256 == b.sha256);
    }

    /// Writes import files and cross-reference; a table without rows has no file.
    pub(super) fn write_files(
        &self,
        contract: &Contract,
        batch: u32,
        files: &mut dyn BatchFiles,
    ) -> io::Result<Vec<ManifestFile>> {
        let mut written = Vec::new();
        for rows in self.rows.chunk_by(|a, b| a.table == b.table) {
            let table = contract.table(rows[0].table);
            let path = table.file_name();
            let (bytes, sha256) = files.write(&path, &|mut out| write_rows(&mut out, table, rows))?;
            let rows = Some(rows.len() as u64);
            written.push(ManifestFile { path, table: Some(table.name.clone()), rows, bytes, sha256 });
        }
        let path = "xref.csv".to_owned();
        let (bytes, sha256) = files.write(&path, &|mut out| write_xref(&mut out, batch, &self.xref))?;
        written.push(ManifestFile { path, table: None, rows: Some(self.xref.len() as u64), bytes, sha256 });
        Ok(written)
    }

    /// The manifest's lines for the attached files.
    pub(super) fn document_files(&self, policy: DocumentPolicy) -> Vec<ManifestFile> {
        if policy == DocumentPolicy::Index {
            return Vec::new();
        }
        let file = |document: &DocumentSource| ManifestFile {
            path: format!("documents/{}", document.sha256),
            table: None,
            rows: None,
            bytes: document.bytes,
            sha256: document.sha256.clone(),
        };
        self.documents.iter().map(file).collect()
    }

    /// The whole batch in memory, with its manifest.
    pub fn in_memory(
        &self,
        contract: &Contract,
        mut manifest: Manifest,
        policy: DocumentPolicy,
    ) -> io::Result<MemoryFiles> {
        let mut files = MemoryFiles::default();
        manifest.files = self.write_files(contract, manifest.batch, &mut files)?;
        manifest.files.extend(self.document_files(policy));
        manifest.files.sort_by(|a, b| a.path.cmp(&b.path));
        files.files.insert("manifest.json".to_owned(), manifest.to_json().into_bytes());
        Ok(files)
    }
}
