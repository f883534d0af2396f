//! What is settled of a batch once everybody's fate is known.

use super::BatchWork;
use super::address_keys::SharedAddresses;
use super::case_files::Leavings;
use super::cross_references::xref_row;
use super::unsettled::{Unsettled, UnsettledRecord};
use crate::map::forward::{Fate, RecordOutcome, settle_joining, settle_link};
use crate::pipeline::RunError;
use crate::pipeline::accounts::Amendment;
use crate::pipeline::spill::{RowRuns, SpillFile};
use crate::record::{Action, EntityId, Finding, Outcome};
use crate::target::XrefRow;

/// A source row that has another outcome than when its batch was written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recount {
    /// The place of the case file in its batch.
    pub(super) place: usize,
    pub(super) entity: EntityId,
    pub(super) from: Outcome,
    pub(super) to: Outcome,
}

/// What is settled of a batch.
#[derive(Debug, Default)]
pub(super) struct SettledBatch {
    pub(super) recounts: Vec<Recount>,
    /// Case files that go without something.
    pub(super) incomplete: Vec<usize>,
    /// Lines of the cross-reference for the last batch.
    pub(super) xref: Vec<XrefRow>,
}

/// Settles a batch: its rows go to the last batch, what changes to the amendments.
pub(super) fn settle_batch(
    work: &BatchWork<'_>,
    leavings: &Leavings<'_>,
    shared: &SharedAddresses,
    (rows, amendments): (&RowRuns<'_>, &SpillFile),
    number: u32,
) -> Result<SettledBatch, RunError> {
    if work.watcher.stopped() {
        return Err(RunError::Interrupted);
    }
    let waiting: Vec<Unsettled> = leavings.unsettled.get(number)?.unwrap_or_default();
    let fates = &leavings.fates;
    let mut settled = SettledBatch::default();
    let (mut last_rows, mut amended) = (Vec::new(), Vec::new());
    for file in waiting {
        let place = file.place as usize;
        let mut amendment = Amendment { place: file.place, outcomes: Vec::new(), findings: Vec::new() };
        for joining in &file.joining {
            let fate = fates.of(joining.other);
            settle_record(joining, &fate, &file, (&mut amendment, &mut settled));
            if fate == Fate::Written {
                let lines = joining.cross_references.iter().cloned();
                settled.xref.extend(lines.map(|line| xref_row(work.plan.contract(), line)));
            }
        }
        let lines = file.repeats.iter().map(|line| line.settled(|address| shared.key_of(address)));
        settled.xref.extend(lines.map(|line| xref_row(work.plan.contract(), line)));
        for row in file.rows {
            if row.other.is_some_and(|other| fates.of(other) != Fate::Written)
                && let Some(finding) = settle_link(&row, file.number)
            {
                amendment.findings.push((finding, Action::RejectValue));
            }
            let written = |person| fates.of(person) == Fate::Written;
            last_rows.extend(row.settled(|address| shared.key_of(address), written));
        }
        if !amendment.findings.is_empty() {
            settled.incomplete.push(place);
            amended.push(amendment);
        }
    }
    amendments.put(number, &amended)?;
    rows.add(last_rows)?;
    Ok(settled)
}

/// A joining record, and the rows that repeat it, share the other person's fate.
fn settle_record(
    joining: &UnsettledRecord,
    fate: &Fate,
    file: &Unsettled,
    (amendment, settled): (&mut Amendment, &mut SettledBatch),
) {
    let Some((outcome, reason, rule)) = settle_joining(fate) else { return };
    for before in &joining.outcomes {
        let (entity, origin, key) = (before.entity, before.origin, before.key);
        let place = file.place as usize;
        settled.recounts.push(Recount { place, entity, from: before.outcome, to: outcome });
        let case_file = (file.number != 0).then_some(file.number);
        let source_id = before.source_id();
        let finding = Finding { reason, entity, source_id, case_file, origin, field: None };
        amendment.findings.push((finding, reason.action()));
        let (reason, rule) = (Some(reason), rule.clone());
        amendment.outcomes.push(RecordOutcome { entity, key, origin, outcome, reason, rule });
    }
}
