//! `xref.csv`, read back.

use std::io;
use std::path::Path;

use super::{Fault, FileRead, ImportFile, ImportRow};
use crate::target::contract::ColumnId;

const HEADER: [&str; 7] =
    ["SOURCE_SYSTEM", "SOURCE_ENTITY", "SOURCE_ID", "TARGET_TABLE", "LEGACY_ID", "BATCH", "MOSAIC_ID"];

/// A line of a cross-reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossReferenceLine {
    /// The physical line.
    pub line: u64,
    /// The system that the record comes from.
    pub source_system: String,
    /// The entity, or entity and column.
    pub source_entity: String,
    /// The key, or the column's value.
    pub source_id: String,
    /// The table.
    pub target_table: String,
    /// The key of the row.
    pub legacy_id: String,
    /// The batch as it is written.
    pub batch: String,
    /// The id that Mosaic gave; blank in a sealed one.
    pub mosaic_id: String,
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
    pub fn next_line(&mut self) -> io::Result<Option<CrossReferenceLine>> {
        Ok(self.file.next_row()?.map(|row| line(&row)))
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

fn line(row: &ImportRow) -> CrossReferenceLine {
    let cell = |column: u16| row.get(ColumnId(column)).unwrap_or_default().to_owned();
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
