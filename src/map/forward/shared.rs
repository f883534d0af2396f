//! Shared records: organisations, workers, roles. They belong to no case file.

use super::case_file::{judge, map};
use super::cross_reference::CrossReferences;
use super::decide;
use super::mapped::{CaseFileState, MappedCaseFile};
use super::prepared::Prepared;
use super::surroundings::Surroundings;
use super::work::{Ground, Work};
use crate::map::plan::Plan;
use crate::record::{Finding, Guid, Reason, SourceRecord};

/// Maps all shared records, sorted by entity and key; a rejected or held one is left out, and what needs it with it as
/// far as `around` knows of it. `repeated` are rows that repeat the key of a record and lost.
pub fn map_shared(
    plan: &Plan,
    prepared: &Prepared,
    around: &dyn Surroundings,
    records: &[SourceRecord],
    (repeated, findings): (&[(SourceRecord, Reason)], &[Finding]),
) -> MappedCaseFile {
    let ground = Ground { plan, prepared, around, joining: &[], stands: false };
    let mut work = Work::new(ground, None, Guid::default(), records);
    judge(&mut work, findings);
    map(&mut work);
    super::beside_sealed::check_keys(&mut work);
    super::told_jobs::check_jobs(&mut work);
    let listed = decide::listed(&mut work);
    let written: Vec<usize> = (0..work.rows.len()).filter(|row| work.is_written(*row)).collect();
    let cross_references = CrossReferences::new(&work);
    MappedCaseFile {
        number: 0,
        person: Guid::default(),
        state: CaseFileState::Complete,
        rows: written.iter().map(|row| work.rows[*row].row.clone()).collect(),
        givers: written.iter().map(|row| work.rows[*row].record).collect(),
        last_rows: Vec::new(),
        addresses: Vec::new(),
        joining: Vec::new(),
        outcomes: decide::outcomes(&work, CaseFileState::Complete),
        findings: listed,
        cross_references: cross_references.own(),
        repeats: super::repeats::repeats(&work, &cross_references, repeated),
        documents: Vec::new(),
        work_rows: Vec::new(),
        siblings: Vec::new(),
        counted: work.counted.counts(),
    }
}
