//! Batch 0000: organisations, workers, roles, which belong to no case file.

use super::around::Unwritten;
use super::collected::{account_of, count_codes};
use super::cross_references::xref_row;
use super::duplicates::{cross_references, duplicates, standing};
use super::{Around, BatchWork};
use crate::ledger::BatchKind;
use crate::map::forward::{Fate, MappedCaseFile, map_shared};
use crate::pipeline::RunError;
use crate::pipeline::accounts::{BatchAccount, CaseFileAccount};
use crate::pipeline::batches::sealing::{BatchId, Ending};
use crate::record::{Outcome, SourceRecord};
use crate::source::Role;
use crate::target::{BatchContent, MemoryRows};

/// What became of the shared records.
#[derive(Debug)]
pub(super) struct SharedBatch {
    /// In numbers.
    pub(super) account: BatchAccount,
    /// What was turned away.
    pub(super) told: CaseFileAccount,
    /// Those that are not written.
    pub(super) unwritten: Unwritten,
    /// What the batch holds.
    pub(super) content: BatchContent<MemoryRows>,
}

/// Seals the shared records.
pub(super) fn seal_shared(
    work: &BatchWork<'_>,
    content: &BatchContent<MemoryRows>,
) -> Result<Ending, RunError> {
    work.sealing.seal(BatchId { number: 0, kind: BatchKind::Shared, case_files: 0 }, content)
}

/// Maps the shared records.
pub(super) fn shared_batch(work: &BatchWork<'_>, around: &Around<'_>) -> Result<SharedBatch, RunError> {
    let (plan, staged) = (work.plan, work.staged);
    let dictionary = plan.dictionary();
    let shared = dictionary.ids().filter(|id| dictionary.entity(*id).role == Role::Shared);
    let records: Vec<SourceRecord> = shared.flat_map(|id| staged.world.rows(id)).cloned().collect();
    let (mut mapped, unwritten) = settled(work, around, &records);
    let standing = standing(&mapped);
    let lost = duplicates(plan, &staged.shared_duplicates, &mapped.outcomes, &standing);
    let mut account = BatchAccount::new(dictionary.entities().len());
    for outcome in mapped.outcomes.iter().chain(lost.iter().map(|one| &one.outcome)) {
        account.count(outcome.entity, outcome.outcome);
    }
    for one in &lost {
        account.counted.add(one.outcome.entity, None, one.reason);
    }
    count_codes(&mut account.counted, &mapped);
    let rows = records.iter().zip(&mapped.outcomes);
    let rows = rows.chain(lost.iter().map(|one| (one.record, &one.outcome)));
    let told = account_of(rows, None, &mapped);
    let mut lines = std::mem::take(&mut mapped.cross_references);
    for one in &lost {
        lines.extend(cross_references(one, &mapped).map(|line| line.line.clone()));
    }
    let xref = lines.into_iter().map(|line| xref_row(plan.contract(), line)).collect();
    let content = BatchContent::new(MemoryRows::new(plan.contract(), mapped.rows), xref, Vec::new());
    Ok(SharedBatch { account, told, unwritten, content })
}

/// Maps the shared records until it is known which are not written: what needs one of those is looked at again.
fn settled(
    work: &BatchWork<'_>,
    around: &Around<'_>,
    records: &[SourceRecord],
) -> (MappedCaseFile, Unwritten) {
    let (repeated, findings) = (&work.staged.shared_duplicates, &work.staged.shared_findings);
    let mut unwritten = Unwritten::new();
    loop {
        let known = around.without(unwritten.clone());
        let mapped = map_shared(work.plan, work.prepared, &known, records, (repeated, findings));
        let before = unwritten.len();
        for one in &mapped.outcomes {
            let fate = match one.outcome {
                Outcome::Migrated | Outcome::Merged => continue,
                Outcome::Held => Fate::Held,
                Outcome::Excluded => Fate::Excluded { rule: one.rule.clone() },
                Outcome::Rejected => Fate::Rejected,
            };
            if let Some(key) = one.key {
                unwritten.entry((one.entity, key)).or_insert(fate);
            }
        }
        if unwritten.len() == before {
            return (mapped, unwritten);
        }
    }
}
