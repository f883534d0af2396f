//! One table's file.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::private;
use crate::source::Entity;
use crate::synth::SynthError;

/// Bytes gathered before they are written; there are nearly two hundred files.
const BUFFER: usize = 16 * 1024;

/// A CSV file that is being written, with what control totals count.
#[derive(Debug)]
pub(super) struct TableFile {
    name: String,
    path: PathBuf,
    out: BufWriter<File>,
    line: Vec<u8>,
    inactive: Option<usize>,
    rows: u64,
    inactive_rows: u64,
    bytes: u64,
    line_feed: bool,
}

impl TableFile {
    /// Creates the file with its header.
    pub(super) fn create(folder: &Path, entity: &Entity) -> Result<Self, SynthError> {
        let path = folder.join(format!("{}.csv", entity.name));
        let file = private().open(&path).map_err(SynthError::at(&path))?;
        let mut table = Self {
            name: entity.name.clone(),
            path,
            out: BufWriter::with_capacity(BUFFER, file),
            line: Vec::new(),
            inactive: entity.column("Inactive").map(|field| usize::from(field.0)),
            rows: 0,
            inactive_rows: 0,
            bytes: 0,
            line_feed: false,
        };
        table.header(entity)?;
        Ok(table)
    }

    /// Writes the header, which is no row.
    pub(super) fn header(&mut self, entity: &Entity) -> Result<(), SynthError> {
        let header: Vec<_> = entity.columns.iter().map(|column| Some(column.name.clone())).collect();
        self.line(&header)
    }

    /// Ends the next line with a line feed alone.
    pub(super) fn line_feed_next(&mut self) {
        self.line_feed = true;
    }

    /// Takes everything away that was written, the header as well.
    pub(super) fn empty(&mut self) -> Result<(), SynthError> {
        self.out.flush().map_err(SynthError::at(&self.path))?;
        self.out.get_ref().set_len(0).map_err(SynthError::at(&self.path))?;
        (self.rows, self.inactive_rows, self.bytes) = (0, 0, 0);
        Ok(())
    }

    /// Writes a row and counts it.
    pub(super) fn write(&mut self, values: &[Option<String>]) -> Result<(), SynthError> {
        self.rows += 1;
        let inactive = self.inactive.and_then(|place| values[place].as_deref());
        self.inactive_rows += u64::from(inactive == Some("1"));
        self.line(values)
    }

    fn line(&mut self, values: &[Option<String>]) -> Result<(), SynthError> {
        self.line.clear();
        for (place, value) in values.iter().enumerate() {
            if place > 0 {
                self.line.push(b',');
            }
            if let Some(value) = value {
                push(&mut self.line, value.as_bytes());
            }
        }
        let end: &[u8] = if std::mem::take(&mut self.line_feed) { b"\n" } else { b"\r\n" };
        self.line.extend_from_slice(end);
        self.bytes += self.line.len() as u64;
        self.out.write_all(&self.line).map_err(SynthError::at(&self.path))
    }

    /// The table's name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Rows written.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// Rows with Inactive = 1; none where the table has no such column.
    pub(super) fn inactive_rows(&self) -> Option<u64> {
        self.inactive.map(|_| self.inactive_rows)
    }

    /// Writes what is still held, and tells how long the file is.
    pub(super) fn finish(mut self) -> Result<u64, SynthError> {
        self.out.flush().map_err(SynthError::at(&self.path))?;
        Ok(self.bytes)
    }
}

/// Adds a field by RFC 4180: in quotes where it is empty (unquoted means null) or holds a comma, a quote or a line end.
fn push(line: &mut Vec<u8>, value: &[u8]) {
    if !value.is_empty() && !value.iter().any(|byte| b",\"\r\n".contains(byte)) {
        line.extend_from_slice(value);
        return;
    }
    line.push(b'"');
    for byte in value {
        if *byte == b'"' {
            line.push(b'"');
        }
        line.push(*byte);
    }
    line.push(b'"');
}
