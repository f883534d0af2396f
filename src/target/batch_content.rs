//! What a batch holds, and the bytes of its files, wherever they go.

use std::cell::Cell;
use std::io::{self, BufWriter, Write};

use super::contract::{Contract, Table, TableId, TargetRow};
use super::import_file::{write_header, write_row};
use super::manifest::{Manifest, ManifestFile};
use super::xref::{XrefRow, write_xref};
use super::{DocumentPolicy, DocumentSource, HashingWriter, hex, sort_rows};

/// So many bytes are hashed and written at once.
const PIECE: usize = 1 << 16;

/// Rows in the order of their import files, from memory or from disk.
pub trait SortedRows {
    /// The tables that have rows, in load order.
    fn tables(&self) -> Vec<TableId>;

    /// Hands on the rows of a table in order, none twice.
    fn each(&self, table: TableId, row: &mut dyn FnMut(&TargetRow) -> io::Result<()>) -> io::Result<()>;
}

/// What a batch holds.
#[derive(Clone, Debug, Default)]
pub struct BatchContent<Rows> {
    /// The rows of all tables.
    pub rows: Rows,
    /// The cross-reference, in order, no line twice.
    pub xref: Vec<XrefRow>,
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

/// The rows of all tables in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryRows {
    rows: Vec<TargetRow>,
}

impl MemoryRows {
    /// Brings rows into their order and drops repeated ones.
    pub fn new(contract: &Contract, mut rows: Vec<TargetRow>) -> Self {
        rows.sort_by_key(|row| row.table);
        for rows in rows.chunk_by_mut(|a, b| a.table == b.table) {
            sort_rows(contract.table(rows[0].table), rows);
        }
        rows.dedup();
        Self { rows }
    }

    /// The rows, table by table.
    pub fn by_table(&self) -> impl Iterator<Item = &[TargetRow]> {
        self.rows.chunk_by(|a, b| a.table == b.table)
    }
}

impl SortedRows for MemoryRows {
    fn tables(&self) -> Vec<TableId> {
        self.by_table().map(|rows| rows[0].table).collect()
    }

    fn each(&self, table: TableId, row: &mut dyn FnMut(&TargetRow) -> io::Result<()>) -> io::Result<()> {
        let rows = self.by_table().find(|rows| rows[0].table == table);
        rows.into_iter().flatten().try_for_each(row)
    }
}

impl<Rows: SortedRows> BatchContent<Rows> {
    /// A batch of rows that are in order; brings its other parts into theirs.
    pub fn new(rows: Rows, mut xref: Vec<XrefRow>, mut documents: Vec<DocumentSource>) -> Self {
        xref.sort();
        xref.dedup();
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
                write_row(&mut out, table, row)
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
