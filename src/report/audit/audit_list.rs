//! `sample.csv`: the case files of a sample, with a column for what the auditor found.

use std::io::{self, Write};

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

impl AuditResult {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Open => "open",
        }
    }

    /// What a word stands for; nothing written stands for not looked at yet.
    pub fn from_word(word: &str) -> Option<Self> {
        match word.to_lowercase().as_str() {
            "right" => Some(Self::Right),
            "wrong" => Some(Self::Wrong),
            "" | "open" => Some(Self::Open),
            _ => None,
        }
    }
}

/// A case file of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// Person number.
    pub case_file: u64,
    /// Its group.
    pub stratum: String,
    /// Whether it was drawn besides, so that its group is looked at, and not at random out of all.
    pub besides: bool,
    /// The name of its sheet.
    pub sheet: String,
}

/// The columns of the list.
pub const AUDIT_COLUMNS: [&str; 6] = ["CASE_FILE", "STRATUM", "SHEET", "RESULT", "CHECKED_BY", "CHECKED_ON"];

/// Writes the list, the last three columns to be filled in: `right` or `wrong`, by whom, when.
pub fn write_audit_list(out: &mut dyn Write, lines: &[AuditLine]) -> io::Result<()> {
    let cells = lines.iter().map(|line| {
        let (stratum, sheet) = (line.stratum.clone(), line.sheet.clone());
        [line.case_file.to_string(), stratum, sheet, String::new(), String::new(), String::new()]
    });
    write_csv(out, AUDIT_COLUMNS, cells)
}
