//! The line of one case file in `case-files.csv`.

use std::path::Path;

use crate::pipeline::{ProveError, RunError};
use crate::reconcile::reader::ImportFile;
use crate::target::contract::ColumnId;

const HEADER: [&str; 10] =
    ["CASE_FILE", "STATE", "READ", "MIGRATED", "MERGED", "EXCLUDED", "REJECTED", "HELD", "BATCH", "DIGEST"];

/// The line of one case file in `case-files.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pipeline) struct ListedLine {
    /// complete, incomplete, held or excluded.
    pub(in crate::pipeline) state: String,
    /// Its digest; none where it was not written.
    pub(in crate::pipeline) digest: Option<String>,
}

impl ListedLine {
    /// Looks for a person number; the list is not there before the first proof.
    pub(super) fn find(out: &Path, number: u64) -> Result<Option<Self>, RunError> {
        let path = out.join("reconciliation").join("case-files.csv");
        if !path.exists() {
            return Ok(None);
        }
        let failed = || ProveError::output(&path);
        let mut rows = ImportFile::with_header(&path, &HEADER).map_err(failed())?;
        while let Some(row) = rows.next_row().map_err(failed())? {
            if row.get(ColumnId(0)).and_then(|cell| cell.parse().ok()) == Some(number) {
                let digest = row.get(ColumnId(9)).filter(|digest| !digest.is_empty());
                let state = row.get(ColumnId(1)).unwrap_or_default().to_owned();
                return Ok(Some(Self { state, digest: digest.map(str::to_owned) }));
            }
        }
        Ok(None)
    }
}
