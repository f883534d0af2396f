//! The lists under `exceptions/`: keys, positions and codes, never a value.

use std::path::Path;

use super::{TargetError, write_atomically, write_line};

/// A list under `exceptions/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Rejected rows.
    Rejects,
    /// Held case files.
    Held,
    /// The records that caused a hold.
    Holds,
    /// Excluded rows.
    Excluded,
    /// Rejected values of written rows.
    Values,
    /// Warnings.
    Warnings,
    /// What refused a run.
    Stops,
}

impl List {
    /// The file's name.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Rejects => "rejects.csv",
            Self::Held => "held.csv",
            Self::Holds => "holds.csv",
            Self::Excluded => "excluded.csv",
            Self::Values => "values.csv",
            Self::Warnings => "warnings.csv",
            Self::Stops => "stops.csv",
        }
    }

    /// The columns.
    pub fn header(self) -> &'static [&'static str] {
        match self {
            Self::Rejects => {
                &["ENTITY", "SOURCE_ID", "CASE_FILE", "FILE", "LINE", "FIELD", "REASON", "MESSAGE"]
            }
            Self::Held => &["CASE_FILE", "RECORDS", "FIRST_REASON", "REASONS"],
            Self::Holds | Self::Values | Self::Warnings => {
                &["ENTITY", "SOURCE_ID", "CASE_FILE", "FILE", "LINE", "FIELD", "REASON"]
            }
            Self::Excluded => &["ENTITY", "SOURCE_ID", "CASE_FILE", "RULE", "REASON"],
            Self::Stops => &["CODE", "FILE", "LINE", "FIELD", "MESSAGE"],
        }
    }
}

/// A line of a list: one text a column.
pub type ListRow = Vec<String>;

/// Writes a list with its header, in the order given.
pub fn write_list(folder: &Path, list: List, rows: &[ListRow]) -> Result<(), TargetError> {
    write_atomically(&folder.join(list.file_name()), |mut out| {
        write_line(&mut out, list.header().iter().copied().map(Some))?;
        for row in rows {
            write_line(&mut out, row.iter().map(|cell| Some(cell.as_str())))?;
        }
        Ok(())
    })
}
