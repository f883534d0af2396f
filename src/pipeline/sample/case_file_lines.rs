//! The lines of `case-files.csv`, read back.

use std::path::Path;

use crate::pipeline::{ProveError, RunError};
use crate::reconcile::reader::{ImportFile, ImportRow};
use crate::target::contract::ColumnId;

const HEADER: [&str; 10] =
    ["CASE_FILE", "STATE", "READ", "MIGRATED", "MERGED", "EXCLUDED", "REJECTED", "HELD", "BATCH", "DIGEST"];

/// A case file as the list has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pipeline) struct ListedCaseFile {
    /// Person number.
    pub(in crate::pipeline) number: u64,
    /// complete, incomplete, held or excluded.
    pub(in crate::pipeline) state: String,
    /// How many records were read.
    pub(in crate::pipeline) records: u64,
    /// The batch that it was written in; none where it was not.
    pub(in crate::pipeline) batch: Option<u32>,
    /// Its digest; none where it was not written.
    pub(in crate::pipeline) digest: Option<String>,
}

impl ListedCaseFile {
    /// Hands on every line of the list of an output folder, in its order; none before the first proof.
    pub(in crate::pipeline) fn each(out: &Path, mut each: impl FnMut(Self)) -> Result<(), RunError> {
        let path = out.join("reconciliation").join("case-files.csv");
        if !path.exists() {
            return Ok(());
        }
        let failed = || ProveError::output(&path);
        let mut rows = ImportFile::with_header(&path, &HEADER).map_err(failed())?;
        while let Some(row) = rows.next_row().map_err(failed())? {
            if let Some(line) = Self::of(&row) {
                each(line);
            }
        }
        Ok(())
    }

    fn of(row: &ImportRow) -> Option<Self> {
        let cell = |column| row.get(ColumnId(column)).unwrap_or_default();
        Some(Self {
            number: cell(0).parse().ok()?,
            state: cell(1).to_owned(),
            records: cell(2).parse().ok()?,
            batch: cell(8).parse().ok(),
            digest: Some(cell(9)).filter(|digest| !digest.is_empty()).map(str::to_owned),
        })
    }
}
