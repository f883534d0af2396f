//! The lists under `exceptions/`, read back.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use super::{Fault, ImportFile, ImportRow};
use crate::target::contract::ColumnId;

/// A list under `exceptions/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExceptionList {
    /// Rejected rows.
    Rejects,
    /// Held case files.
    Held,
    /// The records that caused a hold.
    Holds,
    /// Records that join a written case file to one that is held.
    Waiting,
    /// Excluded rows.
    Excluded,
    /// Rejected values of written rows.
    Values,
    /// Warnings.
    Warnings,
}

impl ExceptionList {
    /// Every list that a finished run writes.
    pub const ALL: [Self; 7] =
        [Self::Rejects, Self::Held, Self::Holds, Self::Waiting, Self::Excluded, Self::Values, Self::Warnings];

    /// The file's name.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Rejects => "rejects.csv",
            Self::Held => "held.csv",
            Self::Holds => "holds.csv",
            Self::Waiting => "waiting.csv",
            Self::Excluded => "excluded.csv",
            Self::Values => "values.csv",
            Self::Warnings => "warnings.csv",
        }
    }

    fn header(self) -> &'static [&'static str] {
        match self {
            Self::Rejects => {
                &["ENTITY", "SOURCE_ID", "CASE_FILE", "FILE", "LINE", "FIELD", "REASON", "MESSAGE"]
            }
            Self::Held => &["CASE_FILE", "RECORDS", "FIRST_REASON", "REASONS"],
            Self::Excluded => &["ENTITY", "SOURCE_ID", "CASE_FILE", "RULE", "REASON"],
            Self::Holds | Self::Waiting | Self::Values | Self::Warnings => {
                &["ENTITY", "SOURCE_ID", "CASE_FILE", "FILE", "LINE", "FIELD", "REASON"]
            }
        }
    }
}

/// A line of a list, its columns by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListLine {
    list: ExceptionList,
    row: ImportRow,
}

impl ListLine {
    /// The physical line.
    pub fn line(&self) -> u64 {
        self.row.line
    }

    /// A column by its name; nothing where the list has no such column or the line has nothing in it.
    pub fn get(&self, name: &str) -> &str {
        let place = self.list.header().iter().position(|column| *column == name);
        let column = place.and_then(|place| u16::try_from(place).ok()).map(ColumnId);
        column.and_then(|column| self.row.get(column)).unwrap_or_default()
    }

    /// Person number of the case file, where the line has one.
    pub fn case_file(&self) -> Option<u64> {
        self.get("CASE_FILE").parse().ok()
    }
}

/// Reads a list, line by line.
#[derive(Debug)]
pub struct ExceptionListFile {
    list: ExceptionList,
    file: ImportFile,
}

impl ExceptionListFile {
    /// Opens a list of an output folder.
    pub fn open(output: &Path, list: ExceptionList) -> io::Result<Self> {
        let path = output.join("exceptions").join(list.file_name());
        Ok(Self { list, file: ImportFile::with_header(&path, list.header())? })
    }

    /// The next line.
    pub fn next_line(&mut self) -> io::Result<Option<ListLine>> {
        Ok(self.file.next_row()?.map(|row| ListLine { list: self.list, row }))
    }

    /// What was wrong with the form so far.
    pub fn faults(&self) -> &[Fault] {
        self.file.faults()
    }
}

/// The columns turned away by record: entity name and key to column names. Held in memory: exceptions are few.
#[derive(Clone, Debug, Default)]
pub struct RejectedValues {
    fields: HashMap<(String, String), Vec<String>>,
}

impl RejectedValues {
    /// Reads `values.csv`; what is wrong with its form is handed back beside.
    pub fn read(output: &Path) -> io::Result<(Self, Vec<Fault>)> {
        let mut file = ExceptionListFile::open(output, ExceptionList::Values)?;
        let mut values = Self::default();
        while let Some(line) = file.next_line()? {
            let record = (line.get("ENTITY").to_owned(), line.get("SOURCE_ID").to_owned());
            values.fields.entry(record).or_default().push(line.get("FIELD").to_owned());
        }
        Ok((values, file.faults().to_vec()))
    }

    /// The columns of a record whose values were turned away.
    pub fn of(&self, entity: &str, source_id: &str) -> &[String] {
        self.fields.get(&(entity.to_owned(), source_id.to_owned())).map(Vec::as_slice).unwrap_or_default()
    }
}
