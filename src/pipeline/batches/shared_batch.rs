//! Batch 0000: organisations, workers, roles, which belong to no case file.

use std::collections::{BTreeMap, HashSet};

use super::around::Unwritten;
use super::collected::{account_of, count_codes};
use super::cross_references::xref_row;
use super::duplicates::{cross_references, duplicates, standing};
use super::{Around, BatchWork};
use crate::ledger::BatchKind;
use crate::map::forward::{Fate, MappedCaseFile, Prepared, map_shared};
use crate::map::plan::{Cell, Plan, Source};
use crate::pipeline::RunError;
use crate::pipeline::accounts::{BatchAccount, CaseFileAccount};
use crate::pipeline::batches::sealing::{BatchId, Ending};
use crate::pipeline::stage::Staged;
use crate::record::{EntityId, Guid, Outcome, SourceRecord};
use crate::source::Role;
use crate::target::contract::TargetRow;
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
    /// Rows that stand in earlier batches and that the mappings of today would change.
    pub(super) differing: u64,
    /// By entity, rows that stand in earlier batches and that the export of today has otherwise.
    pub(super) changed: BTreeMap<String, u64>,
}

impl SharedBatch {
    /// Writes them as the batch of that number.
    pub(super) fn seal(&self, work: &BatchWork<'_>, number: u32) -> Result<Option<Ending>, RunError> {
        let Some(content) = &self.content else { return Ok(None) };
        let id = BatchId { number, kind: BatchKind::Shared, case_files: 0 };
        work.writing.sealing.seal(id, content).map(Some)
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
    let told = account_of(rows, None, &mapped);
    let mut lines = std::mem::take(&mut mapped.cross_references);
    for one in &lost {
        lines.extend(cross_references(one, &mapped).map(|line| line.line.clone()));
    }
    let xref = lines.into_iter().map(|line| xref_row(plan.contract(), line));
    let (earlier, mut differing, mut changed) = (work.writing.earlier, 0, BTreeMap::new());
    let before = work.writing.mappings_of.values().next_back();
    let before = before.map(|used| settled(staged, (&used.plan, &used.prepared), around, &records).0.rows);
    let before: HashSet<TargetRow> = before.into_iter().flatten().collect();
    let xref: XrefLines = xref.filter(|line| !earlier.shared.has_line(line)).collect();
    mapped.rows.retain(|row| {
        let Some(stands) = earlier.shared.row_like(plan.contract(), row) else {
            let is_new = !adds_to_sealed(work, row);
            if !is_new {
                *changed.entry(entity_of(work, row)).or_default() += 1;
            }
            return is_new;
        };
        if before.contains(&stands) && stands != *row {
            differing += 1;
        } else if stands != *row {
            *changed.entry(entity_of(work, row)).or_default() += 1;
        }
        false
    });
    let wanted = !earlier.has_shared || !mapped.rows.is_empty() || !xref.is_empty();
    let rows = || mapped.rows.iter().collect::<GatheredRows>().sorted(plan.contract());
    let content = wanted.then(|| BatchContent::new(rows(), xref, Vec::new()));
    SharedBatch { account, told, unwritten, content, differing, changed }
}

/// Whether a row comes beside the own row of a record that an earlier run wrote, such as the place of a team among others: what
/// stands of that record stays as it is.
fn adds_to_sealed(work: &BatchWork<'_>, row: &TargetRow) -> bool {
    let (plan, earlier) = (work.plan, work.writing.earlier);
    let rules = || plan.entities().flat_map(|entity| entity.rows.iter().map(move |rule| (entity, rule)));
    if rules().any(|(_, rule)| rule.main && rule.table == row.table) {
        return false;
    }
    rules().filter(|(_, rule)| rule.table == row.table).any(|(entity, rule)| {
        let own = |cell: &Cell| cell.branches.iter().any(|one| one.source == Source::Field(entity.key));
        let cells = rule.cells.iter().zip(&row.cells).filter(|(cell, _)| own(cell));
        let keys = cells.filter_map(|(_, text)| Guid::parse(text.as_deref()?.get(..36)?).ok());
        let mut known = keys.filter(|key| work.staged.world.row(entity.entity, *key).is_some());
        known.any(|key| earlier.shared.run_of(key).is_some())
    })
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

/// The entity of the shared record that a row is made of; empty where its key does not tell.
fn entity_of(work: &BatchWork<'_>, row: &TargetRow) -> String {
    let cells = work.plan.contract().table(row.table).key.iter();
    let cells = cells.filter_map(|column| row.cells[usize::from(column.0)].as_deref());
    let keys: Vec<Guid> = cells.filter_map(|cell| Guid::parse(cell.get(..36)?).ok()).collect();
    let dictionary = work.plan.dictionary();
    let mut shared = dictionary.ids().filter(|id| dictionary.entity(*id).role == Role::Shared);
    let known = |id: &EntityId| keys.iter().any(|key| work.staged.world.row(*id, *key).is_some());
    shared.find(known).map(|id| dictionary.entity(id).name.clone()).unwrap_or_default()
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
