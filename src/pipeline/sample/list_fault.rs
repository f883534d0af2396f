//! What is wrong with a list of results.

use std::fmt;

/// A line of a list that is not as it was drawn, or a case file without one. It names keys and columns, never a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListFault {
    line: Option<u64>,
    case_file: Option<u64>,
    what: String,
}

impl ListFault {
    pub(super) fn cell(line: u64, column: &str, expected: &str) -> Self {
        Self { line: Some(line), case_file: None, what: format!("{column}: expected {expected}") }
    }

    pub(super) fn unknown(line: u64, draw: u32) -> Self {
        Self { line: Some(line), case_file: None, what: format!("not drawn in draw {draw}") }
    }

    pub(super) fn twice(line: u64, first: u64) -> Self {
        Self { line: Some(line), case_file: None, what: format!("stands on line {first} already") }
    }

    pub(super) fn missing(draw: u32) -> Self {
        Self { line: None, case_file: None, what: format!("missing; it was drawn in draw {draw}") }
    }

    pub(super) fn of(self, case_file: u64) -> Self {
        Self { case_file: Some(case_file), ..self }
    }

    pub(super) fn case_file(&self) -> Option<u64> {
        self.case_file
    }

    /// Faults of lines come in their order, then what has none.
    pub(super) fn place(&self) -> (u64, u64) {
        (self.line.unwrap_or(u64::MAX), self.case_file.unwrap_or_default())
    }
}

impl fmt::Display for ListFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}, ")?;
        }
        if let Some(case_file) = self.case_file {
            write!(f, "case file {case_file}, ")?;
        }
        f.write_str(&self.what)
    }
}
