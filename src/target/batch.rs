//! A batch on its way to disk: only one that is written whole can be sealed.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::atomic_file::sync_files;
use super::batch_content::{BatchContent, BatchFiles, SortedRows};
use super::contract::Contract;
use super::document_store::store;
use super::manifest::Manifest;
use super::{DocumentPolicy, DocumentSource, HashingWriter, TargetError, create_folder, hex, sync_folder};
use crate::record::crash_point;

/// A batch that has a number and no files yet.
#[derive(Debug)]
pub struct Planned {
    manifest: Manifest,
    policy: DocumentPolicy,
    writer: String,
}

/// A batch whose files are all written in a temporary folder, and not yet durable: what they were made of is needed no more.
#[derive(Debug)]
pub struct Filled {
    manifest: Manifest,
    sha256: String,
    temporary: PathBuf,
    /// Whether attached files lie in a folder of their own, and how they came there.
    documents: Option<DocumentPolicy>,
}

/// A batch whose folder is complete under its final name; it can be sealed in the ledger.
#[derive(Debug)]
pub struct Written {
    manifest: Manifest,
    sha256: String,
}

/// A batch of an output folder, in one of its states.
#[derive(Debug)]
pub struct Batch<State> {
    output: PathBuf,
    state: State,
}

impl Batch<Planned> {
    /// A batch to be written; `manifest` says everything but the files.
    pub fn new(output: &Path, manifest: Manifest, policy: DocumentPolicy) -> Self {
        Self { output: output.to_path_buf(), state: Planned { manifest, policy, writer: String::new() } }
    }

    /// The same, in a temporary folder that bears the name of its writer, so that two cannot write into one.
    pub fn written_by(mut self, writer: &str) -> Self {
        self.state.writer = format!(".{writer}");
        self
    }

    /// Writes the batch into a temporary folder.
    ///
    /// # Errors
    /// If a folder of its final name exists, which would be a sealed batch, or the disk does not take it.
    pub fn fill(
        self,
        contract: &Contract,
        content: &BatchContent<impl SortedRows>,
    ) -> Result<Batch<Filled>, TargetError> {
        let Planned { mut manifest, policy, writer } = self.state;
        let batches = batches_of(&self.output);
        let temporary = batches.join(format!(".{:04}{writer}.tmp", manifest.batch));
        refuse_sealed(&self.output, manifest.batch)?;
        create_folder(&batches)?;
        fresh_folder(&temporary)?;
        let mut files = DiskFiles { folder: &temporary };
        let filled = content.fill(contract, &mut manifest, policy, &mut files);
        filled.map_err(TargetError::at(&temporary))?;
        let documents = write_documents(&temporary, &content.documents, policy)?;
        let json = manifest.to_json();
        let at = TargetError::at(&temporary);
        let (_, sha256) = files.write("manifest.json", &|out| out.write_all(json.as_bytes())).map_err(at)?;
        Ok(Batch { output: self.output, state: Filled { manifest, sha256, temporary, documents } })
    }
}

impl Batch<Filled> {
    /// Makes the files durable, and gives the folder its final name.
    ///
    /// # Errors
    /// If a folder of that name exists, which would be a sealed batch, or the disk does not take it.
    pub fn finish(self) -> Result<Batch<Written>, TargetError> {
        let Filled { manifest, sha256, temporary, documents } = self.state;
        if let Some(policy) = documents {
            sync_documents(&temporary, policy)?;
        }
        sync_files(&temporary)?;
        crash_point("batch-complete", "");
        refuse_sealed(&self.output, manifest.batch)?;
        let target = folder_of(&self.output, manifest.batch);
        std::fs::rename(&temporary, &target).map_err(TargetError::at(&target))?;
        crash_point("batch-named", "");
        sync_folder(&batches_of(&self.output))?;
        Ok(Batch { output: self.output, state: Written { manifest, sha256 } })
    }
}

impl Batch<Written> {
    /// A batch whose folder was completed before the ledger could say so.
    pub fn found(output: &Path, number: u32) -> Option<Self> {
        let bytes = std::fs::read(folder_of(output, number).join("manifest.json")).ok()?;
        let manifest = serde_json::from_slice(&bytes).ok()?;
        let sha256 = hex(&<sha2::Sha256 as sha2::Digest>::digest(&bytes));
        Some(Self { output: output.to_path_buf(), state: Written { manifest, sha256 } })
    }

    /// What the folder holds.
    pub fn manifest(&self) -> &Manifest {
        &self.state.manifest
    }

    /// SHA-256 of the manifest.
    pub fn manifest_sha256(&self) -> &str {
        &self.state.sha256
    }

    /// The folder of the batch.
    pub fn folder(&self) -> PathBuf {
        folder_of(&self.output, self.state.manifest.batch)
    }
}

/// The folder of all batches.
fn batches_of(output: &Path) -> PathBuf {
    output.join("data").join("batches")
}

fn folder_of(output: &Path, number: u32) -> PathBuf {
    batches_of(output).join(format!("{number:04}"))
}

fn refuse_sealed(output: &Path, number: u32) -> Result<(), TargetError> {
    if folder_of(output, number).exists() { Err(TargetError::Sealed { number }) } else { Ok(()) }
}

/// An empty folder; what an interrupted run left there goes.
fn fresh_folder(path: &Path) -> Result<(), TargetError> {
    if path.exists() {
        std::fs::remove_dir_all(path).map_err(TargetError::at(path))?;
    }
    create_folder(path)
}

/// Writes attached files into a folder of their own, if there are any that are not to stay where they are.
fn write_documents(
    folder: &Path,
    documents: &[DocumentSource],
    policy: DocumentPolicy,
) -> Result<Option<DocumentPolicy>, TargetError> {
    if policy == DocumentPolicy::Index || documents.is_empty() {
        return Ok(None);
    }
    let folder = folder.join("documents");
    create_folder(&folder)?;
    for document in documents {
        store(&folder, document, policy)?;
        crash_point("document-written", "");
    }
    Ok(Some(policy))
}

fn sync_documents(folder: &Path, policy: DocumentPolicy) -> Result<(), TargetError> {
    let folder = folder.join("documents");
    // Links lead to the drop.
    if policy == DocumentPolicy::Borrow { sync_folder(&folder) } else { sync_files(&folder) }
}

/// The files of a batch in a folder on disk.
struct DiskFiles<'a> {
    folder: &'a Path,
}

impl BatchFiles for DiskFiles<'_> {
    fn write(
        &mut self,
        name: &str,
        write: &dyn Fn(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<(u64, String)> {
        let file = File::options().write(true).create_new(true).mode(0o600).open(self.folder.join(name))?;
        let mut out = HashingWriter::new(file);
        write(&mut out)?;
        let (_, bytes, sha256) = out.finish();
        crash_point("batch-file-written", name);
        Ok((bytes, sha256))
    }
}
