//! Shared records: organisations, workers, roles. They belong to no case file.

use super::case_file::judge;
use super::decide;
use super::mapped::{CaseFileState, MappedCaseFile};
use super::prepared::Prepared;
use super::surroundings::Surroundings;
use super::work::Work;
use crate::map::plan::Plan;
use crate::record::{Finding, Guid, SourceRecord};

/// Maps all shared records; a rejected one is left out and holds nobody.
pub fn map_shared(
    plan: &Plan,
    prepared: &Prepared,
    around: &dyn Surroundings,
    records: &[SourceRecord],
    findings: &[Finding],
) -> MappedCaseFile {
    let mut work = Work::new(plan, prepared, around, None, Guid::default(), records);
    judge(&mut work, findings);
    super::rows::map_rows(&mut work);
    super::note::write_notes(&mut work);
    super::lookups::propagate(&mut work);
    super::collapse::collapse(&mut work);
    let outcomes = decide::outcomes(&work, CaseFileState::Complete);
    let cross_references = super::merged::cross_references(&work);
    let open = |row: &usize| !work.dropped.contains(row) && work.verdicts[work.rows[*row].record].writable();
    let rows = (0..work.rows.len()).filter(open).map(|row| work.rows[row].row.clone()).collect();
    MappedCaseFile {
        number: 0,
        person: Guid::default(),
        state: CaseFileState::Complete,
        rows,
        last_rows: Vec::new(),
        addresses: Vec::new(),
        joining: Vec::new(),
        outcomes,
        findings: super::case_file::findings(work),
        cross_references,
        documents: Vec::new(),
    }
}
