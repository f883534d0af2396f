//! The lists under `exceptions/`: keys, positions and codes, never a value.

use std::path::Path;

use super::{AtomicFile, MayName, TargetError, write_line};

/// A list under `exceptions/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Rejected rows.
    Rejects,
    /// Held case files.
    Held,
    /// The records that caused a hold.
    Holds,
    /// Records that join a written case file to one that is held, and wait for it.
    Waiting,
    /// Excluded rows.
    Excluded,
    /// Rejected values of written rows.
    Values,
    /// Warnings.
    Warnings,
    /// What refused a run.
    Stops,
    /// Sealed case files that are others in a later drop, and held ones that are not in it.
    Changed,
}

impl List {
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
            Self::Stops => "stops.csv",
            Self::Changed => "changed.csv",
        }
    }

    /// The columns.
    pub fn header(self) -> &'static [&'static str] {
        match self {
            Self::Rejects => {
                &["ENTITY", "SOURCE_ID", "CASE_FILE", "FILE", "LINE", "FIELD", "REASON", "MESSAGE"]
            }
            Self::Held => &["CASE_FILE", "RECORDS", "FIRST_REASON", "REASONS"],
            Self::Holds | Self::Waiting | Self::Values | Self::Warnings => {
                &["ENTITY", "SOURCE_ID", "CASE_FILE", "FILE", "LINE", "FIELD", "REASON"]
            }
            Self::Excluded => &["ENTITY", "SOURCE_ID", "CASE_FILE", "RULE", "REASON"],
            Self::Changed => &["CASE_FILE", "ENTITY", "RECORDS"],
            Self::Stops => &["CODE", "FILE", "LINE", "FIELD", "MESSAGE"],
        }
    }
}

/// A list while it is written, line by line; it gets its name only when it is complete.
#[derive(Debug)]
pub struct ListWriter {
    file: AtomicFile,
    columns: usize,
}

impl ListWriter {
    /// Begins a list in a folder, with its header.
    pub fn create(folder: &Path, list: List) -> Result<Self, TargetError> {
        let mut writer =
            Self { file: AtomicFile::create(&folder.join(list.file_name()))?, columns: list.header().len() };
        writer.line(list.header())?;
        Ok(writer)
    }

    /// Writes a line: one text a column.
    pub fn line(&mut self, cells: &[impl AsRef<str>]) -> Result<(), TargetError> {
        debug_assert_eq!(cells.len(), self.columns, "a line has one text a column");
        let written = write_line(&mut self.file, cells.iter().map(|cell| Some(cell.as_ref())));
        written.map_err(TargetError::at(self.file.path()))
    }

    /// Completes the list.
    pub fn commit(self) -> Result<(), TargetError> {
        self.file.commit()
    }

    /// The same if it may have its name.
    pub fn commit_if(self, may_name: MayName<'_>) -> Result<(), TargetError> {
        self.file.commit_if(may_name)
    }
}
