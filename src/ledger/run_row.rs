//! A run as the ledger knows it.

/// A run about to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRun {
    /// Its identifier, a UUID of version 7.
    pub id: String,
    /// Whether it writes no import files.
    pub dry_run: bool,
    /// When it began, ISO 8601 in UTC.
    pub started: String,
    /// What it depends on, as JSON: sources, mappings, contract, options, program version.
    pub fingerprint: String,
}

/// A run as the ledger knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRow {
    /// Its number in the folder, counted from 1.
    pub number: u32,
    /// Its identifier.
    pub id: String,
    /// Whether it wrote no import files.
    pub dry_run: bool,
    /// When it began.
    pub started: String,
    /// When it ended; none while it runs or was interrupted.
    pub finished: Option<String>,
    /// The report's verdict.
    pub verdict: Option<String>,
    /// The exit code it ended with.
    pub exit_code: Option<u8>,
    /// What it depended on.
    pub fingerprint: String,
}
