//! The rows of records, whatever would turn them away: for the examples of mapping files.

use super::prepared::Prepared;
use super::surroundings::Surroundings;
use super::verdict::Verdict;
use super::work::{Ground, Work};
use crate::map::plan::Plan;
use crate::record::{Guid, SourceRecord};
use crate::target::contract::TargetRow;

/// The rows and notes that records of one person would give if nothing about them were turned away.
pub fn trial_rows(
    plan: &Plan,
    prepared: &Prepared,
    around: &dyn Surroundings,
    person: Guid,
    records: &[SourceRecord],
) -> Vec<TargetRow> {
    let ground = Ground { plan, prepared, around, joining: &[], stands: false };
    let mut work = Work::new(ground, Some(0), person, records);
    super::rows::map_rows(&mut work);
    work.verdicts.fill(Verdict::default());
    super::note::write_notes(&mut work);
    super::note::write_sections(&mut work);
    work.rows.into_iter().map(|made| made.row).collect()
}
