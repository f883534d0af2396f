//! Shared records: organisations, workers, roles. They belong to no case file.

use super::case_file::{judge, map};
use super::cross_reference::CrossReferences;
use super::decide;
use super::mapped::{CaseFileState, MappedCaseFile};
use super::prepared::Prepared;
use super::surroundings::Surroundings;
use super::work::{Ground, Work};
use crate::map::plan::Plan;
use crate::record::{Finding, Guid, SourceRecord};

/// Maps all shared records, sorted by entity and key; a rejected or held one is left out and holds nobody.
pub fn map_shared(
    plan: &Plan,
    prepared: &Prepared,
    around: &dyn Surroundings,
    records: &[SourceRecord],
    findings: &[Finding],
) -> MappedCaseFile {
    let ground = Ground { plan, prepared, around, joining: &[] };
    let mut work = Work::new(ground, None, Guid::default(), records);
    judge(&mut work, findings);
    map(&mut work);
    let listed = decide::listed(&mut work);
    let written = |row: &usize| work.is_written(*row) && work.verdicts[work.rows[*row].record].held.is_none();
    MappedCaseFile {
        number: 0,
        person: Guid::default(),
        state: CaseFileState::Complete,
        rows: (0..work.rows.len()).filter(written).map(|row| work.rows[row].row.clone()).collect(),
        last_rows: Vec::new(),
        addresses: Vec::new(),
        joining: Vec::new(),
        outcomes: decide::outcomes(&work, CaseFileState::Complete),
        findings: listed,
        cross_references: CrossReferences::new(&work).own(),
        documents: Vec::new(),
        counted: work.counted,
    }
}
