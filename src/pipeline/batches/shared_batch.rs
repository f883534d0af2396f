//! Batch 0000: organisations, workers, roles, which belong to no case file.

use std::collections::HashSet;

use super::collected::{account_of, count_codes};
use super::cross_references::xref_row;
use super::duplicates::{cross_references, duplicates, standing};
use super::{Around, BatchWork};
use crate::ledger::BatchKind;
use crate::map::forward::map_shared;
use crate::pipeline::RunError;
use crate::pipeline::accounts::{BatchAccount, CaseFileAccount};
use crate::pipeline::batches::sealing::{BatchId, Ending};
use crate::record::{EntityId, Guid, Outcome, SourceRecord};
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
    pub(super) unwritten: HashSet<(EntityId, Guid)>,
    /// Whether the batch is sealed.
    pub(super) ending: Ending,
}

/// Maps and writes the shared records.
pub(super) fn shared_batch(work: &BatchWork<'_>, around: &Around<'_>) -> Result<SharedBatch, RunError> {
    let (plan, staged) = (work.plan, work.staged);
    let dictionary = plan.dictionary();
    let shared = dictionary.ids().filter(|id| dictionary.entity(*id).role == Role::Shared);
    let records: Vec<SourceRecord> = shared.flat_map(|id| staged.world.rows(id)).cloned().collect();
    let mut mapped = map_shared(plan, work.prepared, around, &records, &staged.shared_findings);
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
    let away =
        mapped.outcomes.iter().filter(|one| !matches!(one.outcome, Outcome::Migrated | Outcome::Merged));
    let unwritten = away.filter_map(|one| Some((one.entity, one.key?))).collect();
    let mut lines = std::mem::take(&mut mapped.cross_references);
    for one in &lost {
        lines.extend(cross_references(plan, one, mapped.rows.iter()));
    }
    let xref = lines.into_iter().map(|line| xref_row(plan.contract(), line)).collect();
    let content = BatchContent::new(MemoryRows::new(plan.contract(), mapped.rows), xref, Vec::new());
    let id = BatchId { number: 0, kind: BatchKind::Shared, case_files: 0 };
    let ending = work.sealing.seal(id, &content)?;
    Ok(SharedBatch { account, told, unwritten, ending })
}
