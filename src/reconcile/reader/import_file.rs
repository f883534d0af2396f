//! One import file, read back.

use std::io;
use std::path::Path;

use super::delimited_file::DelimitedFile;
use super::{Fault, FaultKind, ImportRow};
use crate::target::contract::{FileForm, Table};

/// The rows of one import file. What is wrong with its form is noted, and reading goes on where it can.
#[derive(Debug)]
pub struct ImportFile {
    file: DelimitedFile,
    columns: usize,
    rows: u64,
}

impl ImportFile {
    /// Opens the import file of a table and compares its header with the table's columns.
    pub fn open(path: &Path, table: &Table) -> io::Result<Self> {
        let names: Vec<_> = table.columns.iter().map(|column| column.name.as_str()).collect();
        Self::in_form(path, table.form, &names)
    }

    /// Opens a file in UTF-8 with commas whose header must be exactly these names.
    pub fn with_header(path: &Path, names: &[&str]) -> io::Result<Self> {
        Self::in_form(path, FileForm::default(), names)
    }

    fn in_form(path: &Path, form: FileForm, names: &[&str]) -> io::Result<Self> {
        let mut file = DelimitedFile::open(path, form)?;
        let is_header = |row: &ImportRow| row.cells().eq(names.iter().map(|name| Some(*name)));
        let same = file.advance()? && is_header(file.row());
        if !same {
            file.note(1, 0, FaultKind::Header);
        }
        Ok(Self { file, columns: names.len(), rows: 0 })
    }

    /// The next row, to be kept.
    pub fn next_row(&mut self) -> io::Result<Option<ImportRow>> {
        Ok(self.read_row()?.cloned())
    }

    /// The next row with the right number of cells, to be looked at until the one after it is read; others are faults and
    /// passed over.
    pub fn read_row(&mut self) -> io::Result<Option<&ImportRow>> {
        while self.file.advance()? {
            self.rows += 1;
            let row = self.file.row();
            if row.len() == self.columns {
                return Ok(Some(self.file.row()));
            }
            let (line, offset) = (row.line, row.offset);
            self.file.note(line, offset, FaultKind::FieldCount);
        }
        Ok(None)
    }

    /// How many records were read after the header, whatever their form.
    pub fn rows(&self) -> u64 {
        self.rows
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
