//! Rows in the source's own shape that are rejected or withhold a case file, to be corrected and run again.

use std::io::{self, Write};
use std::path::Path;

use super::{AtomicFile, MayName, TargetError};
use crate::record::{SourceRecord, Value};

/// `exceptions/rows/<ENTITY>.csv` while it is written: the source's columns, then `REASON` and `REASON_FIELD`.
///
/// Null is an empty field, the empty string is `""`, as in the standard drop.
#[derive(Debug)]
pub struct RejectedRows {
    file: AtomicFile,
}

impl RejectedRows {
    /// Begins the file of an entity in the folder `exceptions/`.
    pub fn create<'a>(
        folder: &Path,
        entity: &str,
        columns: impl Iterator<Item = &'a str>,
    ) -> Result<Self, TargetError> {
        let mut rows = Self { file: AtomicFile::create(&folder.join("rows").join(format!("{entity}.csv")))? };
        let own = ["REASON", "REASON_FIELD"].into_iter();
        rows.line(columns.chain(own).map(Value::Text))?;
        Ok(rows)
    }

    /// Writes a row, why it was turned away, and the column concerned, empty where it is none.
    pub fn row(&mut self, record: &SourceRecord, reason: &str, field: &str) -> Result<(), TargetError> {
        let field = if field.is_empty() { Value::Null } else { Value::Text(field) };
        self.line(record.values().chain([Value::Text(reason), field]))
    }

    /// Where the rows lie until the file has its name.
    pub fn so_far(&mut self) -> Result<&Path, TargetError> {
        self.file.so_far()
    }

    /// Completes the file, if it may have its name.
    pub fn commit_if(self, may_name: MayName<'_>) -> Result<(), TargetError> {
        self.file.commit_if(may_name)
    }

    fn line<'a>(&mut self, cells: impl Iterator<Item = Value<'a>>) -> Result<(), TargetError> {
        let written = line(&mut self.file, cells);
        written.map_err(TargetError::at(self.file.path()))
    }
}

fn line<'a>(out: &mut impl Write, cells: impl Iterator<Item = Value<'a>>) -> io::Result<()> {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.write_all(b",")?;
        }
        match cell {
            Value::Null => {}
            Value::Text(text) if text.is_empty() || text.contains([',', '"', '\n', '\r']) => {
                write!(out, "\"{}\"", text.replace('"', "\"\""))?;
            }
            Value::Text(text) => out.write_all(text.as_bytes())?,
        }
    }
    out.write_all(b"\r\n")
}
