//! `sample.csv`: the case files of a sample, with a column for what the auditor found.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::report::lists::write_csv;

/// What an auditor found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditResult {
    /// Everything of the case file is in Mosaic, and right.
    Right,
    /// Something is missing or wrong.
    Wrong,
    /// Not looked at yet.
    Open,
}

/// A case file of the sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// Person number.
    pub case_file: u64,
    /// The group it was drawn from.
    pub stratum: String,
    /// The name of its sheet.
    pub sheet: String,
    /// What was found.
    pub result: AuditResult,
}

/// Why a list cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AuditListError {
    /// It cannot be read.
    #[error("cannot read {}: {source}", .path.display())]
    Read {
        /// The list.
        path: PathBuf,
        /// Why.
        source: csv::Error,
    },
    /// A line is not as `sample` wrote it.
    #[error("{}, line {line}, {column}: expected {expected}; fill in the list that `care2mosaic sample` wrote", .path.display())]
    Line {
        /// The list.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// The column.
        column: &'static str,
        /// What ought to stand there.
        expected: &'static str,
    },
}

const HEADER: [&str; 6] = ["CASE_FILE", "STRATUM", "SHEET", "RESULT", "CHECKED_BY", "CHECKED_ON"];

/// Writes the list, the last three columns to be filled in: `right` or `wrong`, by whom, when.
pub fn write_audit_list(out: &mut dyn Write, lines: &[AuditLine]) -> io::Result<()> {
    let cells = lines.iter().map(|line| {
        let (stratum, sheet) = (line.stratum.clone(), line.sheet.clone());
        [line.case_file.to_string(), stratum, sheet, String::new(), String::new(), String::new()]
    });
    write_csv(out, HEADER, cells)
}

/// Reads a list that was filled in. Columns may have been added or moved; RESULT is `right`, `wrong` or empty.
pub fn read_audit_list(path: &Path) -> Result<Vec<AuditLine>, AuditListError> {
    let read = |source| AuditListError::Read { path: path.to_path_buf(), source };
    let wrong =
        |line, column, expected| AuditListError::Line { path: path.to_path_buf(), line, column, expected };
    let mut reader = csv::Reader::from_path(path).map_err(read)?;
    let header = reader.headers().map_err(read)?.clone();
    let place = |name: &'static str| {
        let found = header.iter().position(|column| column.trim_start_matches('\u{feff}').trim() == name);
        found.ok_or_else(|| wrong(1, name, "a column of this name"))
    };
    let (case_file, stratum, sheet, result) =
        (place("CASE_FILE")?, place("STRATUM")?, place("SHEET")?, place("RESULT")?);
    let mut lines = Vec::new();
    for (at, record) in (2..).zip(reader.records()) {
        let record = record.map_err(read)?;
        let cell = |place: usize| record.get(place).unwrap_or_default().trim();
        let result = match cell(result).to_lowercase().as_str() {
            "right" => AuditResult::Right,
            "wrong" => AuditResult::Wrong,
            "" => AuditResult::Open,
            _ => return Err(wrong(at, "RESULT", "right, wrong, or nothing")),
        };
        lines.push(AuditLine {
            case_file: cell(case_file).parse().map_err(|_| wrong(at, "CASE_FILE", "a person number"))?,
            stratum: cell(stratum).to_owned(),
            sheet: cell(sheet).to_owned(),
            result,
        });
    }
    Ok(lines)
}
