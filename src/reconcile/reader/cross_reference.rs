//! `xref.csv`, read back.

use std::io;
use std::path::Path;

use super::{Fault, FileRead, ImportFile, ImportRow};
use crate::target::contract::ColumnId;

const HEADER: [&str; 7] =
    ["SOURCE_SYSTEM", "SOURCE_ENTITY", "SOURCE_ID", "TARGET_TABLE", "LEGACY_ID", "BATCH", "MOSAIC_ID"];

/// A line of a cross-reference, until the next is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CrossReferenceLine<'r> {
    /// The physical line.
    pub line: u64,
    /// The system that the record comes from.
    pub source_system: &'r str,
    /// The entity, or entity and column.
    pub source_entity: &'r str,
    /// The key, or the column's value.
    pub source_id: &'r str,
    /// The table.
    pub target_table: &'r str,
    /// The key of the row.
    pub legacy_id: &'r str,
    /// The batch as it is written.
    pub batch: &'r str,
    /// The id that Mosaic gave; blank in a sealed one.
    pub mosaic_id: &'r str,
}

/// Reads `xref.csv` of a batch, line by line.
#[derive(Debug)]
pub struct CrossReferenceFile {
    file: ImportFile,
}

impl CrossReferenceFile {
    /// Opens the cross-reference of a batch folder.
    pub fn open(folder: &Path) -> io::Result<Self> {
        Ok(Self { file: ImportFile::with_header(&folder.join("xref.csv"), &HEADER)? })
    }

    /// The next line.
    pub fn next_line(&mut self) -> io::Result<Option<CrossReferenceLine<'_>>> {
        Ok(self.file.read_row()?.map(line))
    }

    /// Reads what is left, for what it is like alone.
    pub fn read_to_end(&mut self) -> io::Result<()> {
        while self.file.read_row()?.is_some() {}
        Ok(())
    }

    /// What the file was like so far.
    pub fn read(&self) -> FileRead {
        let (bytes, sha256) = self.file.digest();
        FileRead { rows: self.file.rows(), bytes, sha256, faults: self.file.faults().to_vec() }
    }

    /// What was wrong with the form so far.
    pub fn faults(&self) -> &[Fault] {
        self.file.faults()
    }
}

fn line(row: &ImportRow) -> CrossReferenceLine<'_> {
    let cell = |column: u16| row.get(ColumnId(column)).unwrap_or_default();
    CrossReferenceLine {
        line: row.line,
        source_system: cell(0),
        source_entity: cell(1),
        source_id: cell(2),
        target_table: cell(3),
        legacy_id: cell(4),
        batch: cell(5),
        mosaic_id: cell(6),
    }
}
