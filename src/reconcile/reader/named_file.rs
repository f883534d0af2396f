//! A file whose header names its columns in an order of its own.

use std::io;
use std::path::Path;

use super::delimited_file::DelimitedFile;
use super::{Fault, FaultKind, ImportRow};
use crate::target::contract::FileForm;

/// The records of a file whose header names its columns in any order.
#[derive(Debug)]
pub struct NamedFile {
    file: DelimitedFile,
    names: Vec<String>,
}

impl NamedFile {
    /// Opens a file and reads its header.
    pub fn open(path: &Path, form: FileForm) -> io::Result<Self> {
        let mut file = DelimitedFile::open(path, form)?;
        let mut names = Vec::new();
        if file.advance()? {
            names.extend(file.row().cells().map(|name| name.unwrap_or_default().to_owned()));
        }
        Ok(Self { file, names })
    }

    /// The names in the header.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The next record with as many cells as the header; others are faults and passed over, lines without anything are not.
    pub fn read_row(&mut self) -> io::Result<Option<&ImportRow>> {
        while self.file.advance()? {
            let row = self.file.row();
            if row.len() == self.names.len() {
                return Ok(Some(self.file.row()));
            }
            let blank = row.cells().eq([None]);
            let (line, offset) = (row.line, row.offset);
            if !blank {
                self.file.note(line, offset, FaultKind::FieldCount);
            }
        }
        Ok(None)
    }

    /// Forgets faults of these kinds from now on: the file may have them, in every record.
    pub fn allow(&mut self, free: &'static [FaultKind]) {
        self.file.allow(free);
    }

    /// The bytes read so far, and their SHA-256 in lower-case hexadecimal.
    pub fn digest(&self) -> (u64, String) {
        self.file.digest()
    }

    /// What was wrong with the form so far.
    pub fn faults(&self) -> &[Fault] {
        self.file.faults()
    }
}
