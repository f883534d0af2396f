//! What became known of a file once it was read.

use crate::record::{EntityId, FieldId, FileId, Finding, Guid, Reason, Stop};
use crate::source::{BrokenRow, FileDigest, Header};

/// A file of rows, read to its end.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// The file.
    pub file: FileId,
    /// Its path within the drop.
    pub path: String,
    /// The entity of its rows.
    pub entity: EntityId,
    /// Rows that gave a record.
    pub records: u64,
    /// Records with `Inactive` = 1.
    pub inactive: u64,
    /// Rows that gave no record because they are broken; each is a rejected row where its stop is acknowledged.
    pub broken: Vec<BrokenRow>,
    /// Whether its rows are those that it was written with, as far as is seen: it was read to its end as what it is, and its
    /// header names the key.
    pub whole: bool,
    /// Its size.
    pub bytes: u64,
    /// Its size once unpacked, where it is compressed; else the same.
    pub content_bytes: u64,
    /// Its SHA-256.
    pub sha256: FileDigest,
    /// Its header.
    pub header: Header,
    /// The keys of its records where views of a table may overlap, in no order; else empty.
    pub keys: Vec<Guid>,
    /// For each column of the entity, how many records have a value that is neither null nor empty.
    pub filled: Vec<u64>,
    /// For each column of the entity, the bytes of its filled values, in UTF-8.
    pub filled_bytes: Vec<u64>,
    /// For each column that has some, how often `NULL` or a declared null word stood unquoted (`null-literal`).
    pub null_literals: Vec<(FieldId, u64)>,
    /// For each column that has some, how often a NUL stood for the empty string (`nul-character`).
    pub nul_characters: Vec<(FieldId, u64)>,
    /// How often values of a column are written in a form that is counted: `mixed-date-format`, `two-digit-year` or
    /// `excel-serial-date`.
    pub forms: Vec<(FieldId, Reason, u64)>,
    /// Rows of which cells were skipped or spanned by number (`sparse-row`).
    pub sparse_rows: u64,
    /// What refuses the run, unless acknowledged.
    pub stops: Vec<Stop>,
    /// Warnings, and rows left out (`repeated-header`, `summary-row`). Those about the file have no key.
    pub findings: Vec<Finding>,
}

impl FileReport {
    /// Rows of data, whether they could be read or not; the header and its repetitions are none.
    pub fn rows(&self) -> u64 {
        self.records + self.broken.len() as u64
    }
}

/// How many rows of these files, which are of one entity, have the key of another: views of a table may show the same record.
pub fn repeated_rows<'a>(reports: impl Iterator<Item = &'a FileReport>) -> u64 {
    let mut keys: Vec<Guid> = reports.flat_map(|report| report.keys.iter().copied()).collect();
    let all = keys.len();
    keys.sort_unstable();
    keys.dedup();
    (all - keys.len()) as u64
}
