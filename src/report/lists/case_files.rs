//! `case-files.csv`.

use std::io::{self, Write};

use super::csv_list::write_csv;
use crate::record::{Outcome, Tally};

/// A case file: its state, what became of its rows, where it is, its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFileLine {
    /// Person number.
    pub case_file: u64,
    /// complete, incomplete, excluded or held.
    pub state: &'static str,
    /// What became of its rows.
    pub rows: Tally,
    /// The batch it was written in; none where it was not.
    pub batch: Option<u32>,
    /// Its digest in lower-case hexadecimal; none where it was not written.
    pub digest: Option<String>,
}

const HEADER: [&str; 10] =
    ["CASE_FILE", "STATE", "READ", "MIGRATED", "MERGED", "EXCLUDED", "REJECTED", "HELD", "BATCH", "DIGEST"];

/// Writes `case-files.csv`, in the order given.
pub fn write_case_files(
    out: &mut dyn Write,
    lines: impl IntoIterator<Item = CaseFileLine>,
) -> io::Result<()> {
    write_csv(out, HEADER, lines.into_iter().map(cells))
}

fn cells(line: CaseFileLine) -> [String; 10] {
    let rows = |outcome| line.rows.of(outcome).to_string();
    [
        line.case_file.to_string(),
        line.state.into(),
        line.rows.read().to_string(),
        rows(Outcome::Migrated),
        rows(Outcome::Merged),
        rows(Outcome::Excluded),
        rows(Outcome::Rejected),
        rows(Outcome::Held),
        line.batch.map(|batch| format!("{batch:04}")).unwrap_or_default(),
        line.digest.unwrap_or_default(),
    ]
}
