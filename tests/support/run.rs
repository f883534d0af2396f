//! What a command said.

use std::fmt;
use std::path::Path;
use std::process::Output;

use super::redaction::redact;

/// What a command said and how it ended, without what differs from run to run.
#[derive(Debug)]
pub(crate) struct Run {
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
    /// The exit code; none where a signal ended it.
    pub(crate) code: Option<i32>,
}

impl Run {
    /// Takes down the output of a command that ran in that folder.
    pub(super) fn new(output: &Output, folder: &Path) -> Self {
        let text = |bytes: &[u8]| redact(&String::from_utf8_lossy(bytes), folder);
        Self { stdout: text(&output.stdout), stderr: text(&output.stderr), code: output.status.code() }
    }

    /// The same, if it ended with that code.
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self}");
        self
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.stdout)?;
        if !self.stderr.is_empty() {
            write!(f, "------- standard error -------\n{}", self.stderr)?;
        }
        match self.code {
            Some(code) => writeln!(f, "------- exit {code} -------"),
            None => writeln!(f, "------- ended by a signal -------"),
        }
    }
}
