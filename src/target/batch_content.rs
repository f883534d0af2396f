//! What a batch holds, and the bytes of its files, wherever they go.

use std::cell::Cell;
use std::io::{self, BufWriter, Write};

use super::contract::{Contract, Table, TableId};
use super::import_file::{write_header, write_row};
use super::manifest::{Manifest, ManifestFile};
use super::packed_rows::RowView;
use super::xref::{XrefLines, write_xref};
use super::{DocumentPolicy, DocumentSource, HashingWriter, hex};

/// So many bytes are hashed and written at once.
const PIECE: usize = 1 << 16;

/// Rows in the order of their import files, from memory or from disk.
pub trait SortedRows {
    /// The tables that have rows, in load order.
    fn tables(&self) -> Vec<TableId>;

    /// Hands on the rows of a table in order, none twice.
    fn each(&self, table: TableId, row: &mut dyn FnMut(RowView<'_>) -> io::Result<()>) -> io::Result<()>;
}

/// What a batch holds.
#[derive(Clone, Debug, Default)]
pub struct BatchContent<Rows> {
    /// The rows of all tables.
    pub rows: Rows,
    /// The cross-reference, in order, no line twice.
    pub xref: XrefLines,
    /// The attached files, in order of their digests, none twice.
    pub documents: Vec<DocumentSource>,
}

/// Where the files of a batch go.
pub(super) trait BatchFiles {
    /// Writes one file by its name and gives its size and SHA-256.
    fn write(
        &mut self,
        name: &str,
        write: &dyn Fn(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<(u64, String)>;
}

/// Nowhere: the files are hashed and counted only.
struct NoFiles;

impl BatchFiles for NoFiles {
    fn write(
        &mut self,
        _name: &str,
        write: &dyn Fn(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<(u64, String)> {
        let mut out = HashingWriter::new(io::sink());
        write(&mut out)?;
        let (_, bytes, sha256) = out.finish();
        Ok((bytes, sha256))
    }
}

impl<Rows: SortedRows> BatchContent<Rows> {
    /// A batch of rows that are in order; brings its other parts into theirs.
    pub fn new(rows: Rows, mut xref: XrefLines, mut documents: Vec<DocumentSource>) -> Self {
        xref.sort();
        documents.sort();
        documents.dedup_by(|a, b| a.sha256 == b.sha256);
        Self { rows, xref, documents }
    }

    /// The number of rows over all tables, and SHA-256 of the manifest that the batch would have if it were written.
    pub fn manifest_of(
        &self,
        contract: &Contract,
        mut manifest: Manifest,
        policy: DocumentPolicy,
    ) -> io::Result<(Manifest, String)> {
        self.fill(contract, &mut manifest, policy, &mut NoFiles)?;
        let sha256 = hex(&<sha2::Sha256 as sha2::Digest>::digest(manifest.to_json()));
        Ok((manifest, sha256))
    }

    /// Writes import files and cross-reference, and names them and the attached files in the manifest.
    pub(super) fn fill(
        &self,
        contract: &Contract,
        manifest: &mut Manifest,
        policy: DocumentPolicy,
        files: &mut dyn BatchFiles,
    ) -> io::Result<()> {
        manifest.files.clear();
        for table in self.rows.tables() {
            manifest.files.push(self.import_file(contract.table(table), table, files)?);
        }
        manifest.files.push(self.cross_reference(manifest.batch, files)?);
        if policy != DocumentPolicy::Index {
            manifest.files.extend(self.documents.iter().map(document_file));
        }
        manifest.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(())
    }

    /// A table without rows has no file.
    fn import_file(
        &self,
        table: &Table,
        id: TableId,
        files: &mut dyn BatchFiles,
    ) -> io::Result<ManifestFile> {
        let (path, count) = (table.file_name(), Cell::new(0_u64));
        let (bytes, sha256) = files.write(&path, &|out| {
            let mut out = BufWriter::with_capacity(PIECE, out);
            write_header(&mut out, table)?;
            count.set(0);
            self.rows.each(id, &mut |row| {
                count.set(count.get() + 1);
                write_row(&mut out, table, row.cells())
            })?;
            out.flush()
        })?;
        let (table, rows) = (Some(table.name.clone()), Some(count.get()));
        Ok(ManifestFile { path, table, rows, bytes, sha256 })
    }

    fn cross_reference(&self, batch: u32, files: &mut dyn BatchFiles) -> io::Result<ManifestFile> {
        let path = "xref.csv".to_owned();
        let (bytes, sha256) = files.write(&path, &|out| {
            let mut out = BufWriter::with_capacity(PIECE, out);
            write_xref(&mut out, batch, &self.xref)?;
            out.flush()
        })?;
        Ok(ManifestFile { path, table: None, rows: Some(self.xref.len() as u64), bytes, sha256 })
    }
}

fn document_file(document: &DocumentSource) -> ManifestFile {
    ManifestFile {
        path: format!("documents/{}", document.sha256),
        table: None,
        rows: None,
        bytes: document.bytes,
        sha256: document.sha256.clone(),
    }
}
