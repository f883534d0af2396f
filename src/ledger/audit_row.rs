//! Audits by people, as the ledger knows them.

/// A sample that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditDrawRow {
    /// Its number in the folder, counted from 1.
    pub number: u32,
    /// The run that said what stood in the folder.
    pub run: u32,
    /// When it was drawn, ISO 8601 in UTC.
    pub drawn: String,
    /// The seed.
    pub seed: u64,
    /// The confidence of the bound that it supports, in percent.
    pub confidence: String,
    /// The share of wrong case files, in percent, that it was to show is not reached; none where a number was asked for.
    pub tolerable: Option<String>,
    /// The groups, in their order.
    pub strata: Vec<AuditStratumRow>,
    /// The case files, in ascending person number.
    pub case_files: Vec<AuditCaseFileRow>,
}

/// A group of case files at the time of a draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditStratumRow {
    /// Its name.
    pub name: String,
    /// How many written case files were in it.
    pub case_files: u64,
}

/// A case file that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditCaseFileRow {
    /// Person number.
    pub case_file: u64,
    /// Its group.
    pub stratum: String,
    /// Whether it was drawn besides, so that its group is looked at, and not at random out of all.
    pub besides: bool,
}

/// A list of results that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditListRow {
    /// Its number in the folder, counted from 1.
    pub number: u32,
    /// The draw that it is of.
    pub draw: u32,
    /// When it was taken in, ISO 8601 in UTC.
    pub taken: String,
    /// SHA-256 of the file, in lower-case hexadecimal.
    pub sha256: String,
    /// The verdict of the report with it.
    pub verdict: String,
    /// Why an earlier result was taken back; none where none was.
    pub reason: Option<String>,
    /// A line a case file, in ascending person number.
    pub results: Vec<AuditResultRow>,
}

/// What one line of a list says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditResultRow {
    /// Person number.
    pub case_file: u64,
    /// right, wrong or open.
    pub result: String,
    /// Who looked; empty while it is open.
    pub checked_by: String,
    /// The day, ISO 8601; empty while it is open.
    pub checked_on: String,
}
