//! Batch 0000: organisations, workers, roles, which belong to no case file.

use std::collections::BTreeMap;

use super::around::Unwritten;
use super::collected::{account_of, count_codes};
use super::cross_references::xref_row;
use super::duplicates::{cross_references, duplicates, standing};
use super::sealed_shared::SealedShared;
use super::source_digests::{DigestLines, SourceDigests};
use super::{Around, BatchWork};
use crate::ledger::BatchKind;
use crate::map::forward::{Fate, MappedCaseFile, Prepared, map_shared};
use crate::map::plan::Plan;
use crate::pipeline::RunError;
use crate::pipeline::accounts::{BatchAccount, CaseFileAccount};
use crate::pipeline::batches::sealing::{BatchId, Ending};
use crate::pipeline::stage::Staged;
use crate::record::{Guid, Outcome, SourceRecord};
use crate::source::Role;
use crate::target::{BatchContent, GatheredRows, MemoryRows, XrefLines};

/// What became of the shared records.
#[derive(Debug)]
pub(super) struct SharedBatch {
    /// In numbers.
    pub(super) account: BatchAccount,
    /// What was turned away.
    pub(super) told: CaseFileAccount,
    /// Those that are not written.
    pub(super) unwritten: Unwritten,
    /// What is written of them; nothing where all stands in earlier batches.
    pub(super) content: Option<BatchContent<MemoryRows>>,
    /// What later drops are held against.
    digests: DigestLines,
    /// Rows that stand in earlier batches and that the mappings of today would change.
    pub(super) differing: u64,
    /// By entity, rows that stand in earlier batches and that the export of today has otherwise, and records that it has no more.
    pub(super) changed: BTreeMap<String, u64>,
}

impl SharedBatch {
    /// Writes them as the batch of that number.
    pub(super) fn seal(&self, work: &BatchWork<'_>, number: u32) -> Result<Option<Ending>, RunError> {
        let Some(content) = &self.content else { return Ok(None) };
        let id = BatchId { number, kind: BatchKind::Shared, case_files: 0 };
        let sealing = &work.writing.sealing;
        match sealing.kept_in().map_or(Ok(()), |output| self.digests.write(output, number)) {
            Ok(()) => sealing.seal(id, content).map(Some),
            Err(error) => sealing.fail(id, &error).map(Some),
        }
    }
}

/// Maps the shared records.
pub(super) fn shared_batch(work: &BatchWork<'_>, around: &Around<'_>) -> SharedBatch {
    let (plan, staged) = (work.plan, work.staged);
    let dictionary = plan.dictionary();
    let records = records(plan, staged);
    let (mut mapped, unwritten) = settled(staged, (plan, work.prepared), around, &records);
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
    let told = account_of((rows, &staged.joining), None, &mapped);
    let mut lines = std::mem::take(&mut mapped.cross_references);
    for one in &lost {
        lines.extend(cross_references(one, &mapped).map(|line| line.line.clone()));
    }
    let xref = lines.into_iter().map(|line| xref_row(plan.contract(), line));
    let earlier = work.writing.earlier;
    let before = work.writing.mappings_of.values().next_back();
    let before = before.map(|used| settled(staged, (&used.plan, &used.prepared), around, &records).0);
    let mut sealed = SealedShared::new(work, before);
    let xref: XrefLines = xref.filter(|line| !earlier.shared.has_line(line)).collect();
    let mut givers = std::mem::take(&mut mapped.givers).into_iter();
    mapped.rows.retain(|row| givers.next().is_some_and(|place| sealed.admits(&mapped.outcomes[place], row)));
    sealed.count_gone();
    let SealedShared { differing, changed, .. } = sealed;
    let wanted = !earlier.has_shared || !mapped.rows.is_empty() || !xref.is_empty();
    let rows = || mapped.rows.iter().collect::<GatheredRows>().sorted(plan.contract());
    let content = wanted.then(|| BatchContent::new(rows(), xref, Vec::new()));
    let digests = digests(work, &records, &mapped);
    SharedBatch { account, told, unwritten, content, digests, differing: differing.len() as u64, changed }
}

/// The shared records that are not written, as long as nothing is known of earlier runs.
pub(crate) fn unwritten_shared(plan: &Plan, staged: &Staged, around: &Around<'_>) -> Unwritten {
    let prepared = Prepared::new(plan, |entity| staged.world.rows(entity));
    settled(staged, (plan, &prepared), around, &records(plan, staged)).1
}

/// All shared records, by entity and key.
fn records(plan: &Plan, staged: &Staged) -> Vec<SourceRecord> {
    let dictionary = plan.dictionary();
    let shared = dictionary.ids().filter(|id| dictionary.entity(*id).role == Role::Shared);
    shared.flat_map(|id| staged.world.rows(id)).cloned().collect()
}

/// The digests of the shared records that are written now.
fn digests(work: &BatchWork<'_>, records: &[SourceRecord], mapped: &MappedCaseFile) -> DigestLines {
    let is_new = |key: Guid| work.writing.earlier.shared.run_of(key).is_none();
    let written = records.iter().zip(&mapped.outcomes);
    let written = written
        .filter(|(_, one)| one.outcome == Outcome::Migrated && one.key.is_some_and(is_new))
        .map(|(record, _)| record);
    let digesting = SourceDigests::new(work.plan, work.key, work.attached());
    let mut lines = DigestLines::default();
    lines.push(0, Guid::default(), &digesting.of_records(written));
    lines
}

/// Maps the shared records until it is known which are not written: what needs one of those is looked at again.
fn settled(
    staged: &Staged,
    (plan, prepared): (&Plan, &Prepared),
    around: &Around<'_>,
    records: &[SourceRecord],
) -> (MappedCaseFile, Unwritten) {
    let (repeated, findings) = (&staged.shared_duplicates, &staged.shared_findings);
    let mut unwritten = Unwritten::new();
    loop {
        let known = around.without(unwritten.clone());
        let mapped = map_shared(plan, prepared, &known, records, (repeated, findings));
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
