//! The case files of one part of the export.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::address_keys::AddressKeys;
use super::collected::{Collected, excluding_rule};
use super::fates::Fates;
use super::sealing::{BatchId, Begun, Ending};
use super::siblings::folded;
use super::source_digests::{DigestLines, SourceDigests};
use super::worked_batch::{PersonFate, WorkedBatch};
use super::{Around, BatchWork};
use crate::ledger::BatchKind;
use crate::map::forward::{CaseFileRecords, Folds, MappedCaseFile, Prepared, map_case_file};
use crate::map::plan::Plan;
use crate::pipeline::accounts::BatchAccount;
use crate::pipeline::spill::SpillFile;
use crate::pipeline::stage::CaseFileSource;
use crate::pipeline::turns::Turns;
use crate::pipeline::{Event, RunError};
use crate::record::{Finding, Guid};

/// Where parts of the export leave what later passes need.
#[derive(Debug)]
pub(super) struct Leavings<'a> {
    pub(super) fates: Fates<'a>,
    pub(super) accounts: SpillFile,
    pub(super) unsettled: SpillFile,
    pub(super) addresses: AddressKeys,
    /// Work that was folded into that of another, now or by an earlier run.
    pub(super) folds: Mutex<Folds>,
}

impl Leavings<'_> {
    pub(super) fn put(&self, part: u32, collected: &Collected<'_>) -> Result<(), RunError> {
        self.accounts.put(part, &collected.accounts)?;
        self.unsettled.put(part, &collected.unsettled)?;
        Ok(self.addresses.take(part, &collected.claims)?)
    }

    /// Work that was folded into that of another.
    pub(super) fn folds(&self) -> MutexGuard<'_, Folds> {
        self.folds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Maps the case files of a part, and writes them as the batch of that number; none where nobody in it can be written. A
/// batch that is sealed by another process is taken from it where it can be.
pub(super) fn case_files(
    work: &BatchWork<'_>,
    (around, leavings, turns): (&Around<'_>, &Leavings<'_>, &Turns),
    (part, batch): (u32, Option<u32>),
) -> Result<(BatchAccount, Option<Ending>), RunError> {
    let turn = turns.take();
    if work.watcher.stopped() {
        return Err(RunError::Interrupted);
    }
    let (worked, mut collected, digests) = map_case_files(work, around, (part, batch))?;
    if let Some(handover) = &work.handover {
        handover.give(part, &worked)?;
    }
    let account = worked.leave(work, leavings, part)?;
    let Some(number) = batch else { return Ok((account, None)) };
    let id = BatchId { number, kind: BatchKind::CaseFiles, case_files: collected.written };
    let kept = work.writing.sealing.kept_in();
    let (turn, kept) = turn.while_waiting(|| {
        let kept = kept.map_or(Ok(()), |output| digests.write(output, number));
        drop(digests);
        work.writing.sealing.announce(id).map(|()| kept)
    });
    let begun = match kept? {
        Ok(()) => work.writing.sealing.begin(id, &collected.content())?,
        Err(error) => Begun::Ended(work.writing.sealing.fail(id, &error)?),
    };
    drop(collected);
    drop(turn);
    let ending = work.writing.sealing.finish(begun)?;
    if let Ending::Sealed(rows) = ending {
        work.watcher.tell(Event::BatchFinished { number, rows });
    }
    Ok((account, Some(ending)))
}

/// A part that another process worked on and handed over; none where it has to be worked out again.
pub(super) fn taken_over(
    work: &BatchWork<'_>,
    leavings: &Leavings<'_>,
    part: u32,
) -> Result<Option<BatchAccount>, RunError> {
    let worked = work.handover.as_ref().and_then(|handover| handover.take::<WorkedBatch>(part));
    worked.map(|worked| worked.leave(work, leavings, part)).transpose()
}

fn map_case_files<'a>(
    work: &'a BatchWork<'_>,
    around: &Around<'_>,
    (part, batch): (u32, Option<u32>),
) -> Result<(WorkedBatch, Collected<'a>, DigestLines), RunError> {
    let mut collected = Collected::new(work, batch.unwrap_or(0));
    let (mut fates, mut described, mut digests) = (Vec::new(), Vec::new(), DigestLines::default());
    let digesting = SourceDigests::new(work.plan, work.key, work.attached());
    let digested = batch.is_some() && work.writing.sealing.kept_in().is_some();
    let sources = work.staged.spools.load(part)?;
    let (folded, folds) = folded(work, around, &sources).unwrap_or_default();
    let mut folded = folded.into_iter();
    for source in sources {
        described.extend(described_documents(work, &source));
        let mapped = folded.next().unwrap_or_else(|| map(work, (work.plan, work.prepared), around, &source));
        let person = work.staged.world.people().guid(source.person);
        let rule = excluding_rule(&source, &mapped).map(str::to_owned);
        fates.push(PersonFate { person, state: mapped.state, rule });
        if digested && mapped.state.written() {
            digests.push(source.number, person, &digesting.of(&source));
        }
        collected.take(&source, mapped, work.writing.earlier.run);
    }
    let worked = WorkedBatch {
        account: std::mem::replace(&mut collected.account, BatchAccount::new(0)),
        accounts: std::mem::take(&mut collected.accounts),
        unsettled: std::mem::take(&mut collected.unsettled),
        claims: std::mem::take(&mut collected.claims),
        fates,
        described,
        folds: folds.iter().collect(),
    };
    Ok((worked, collected, digests))
}

/// Whether a case file of a part can be written.
pub(super) fn has_any_to_write(
    work: &BatchWork<'_>,
    around: &Around<'_>,
    part: u32,
) -> Result<bool, RunError> {
    for source in work.staged.spools.load(part)? {
        if work.watcher.stopped() {
            return Err(RunError::Interrupted);
        }
        if map(work, (work.plan, work.prepared), around, &source).state.written() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Maps a case file by a plan.
pub(super) fn map(
    work: &BatchWork<'_>,
    mappings: (&Plan, &Prepared),
    around: &Around<'_>,
    source: &CaseFileSource,
) -> MappedCaseFile {
    map_as(work, mappings, around, (source, false))
}

/// The same of a case file that an earlier run wrote: it stands, whatever would withhold it now.
pub(super) fn map_standing(
    work: &BatchWork<'_>,
    mappings: (&Plan, &Prepared),
    around: &Around<'_>,
    source: &CaseFileSource,
) -> MappedCaseFile {
    map_as(work, mappings, around, (source, true))
}

fn map_as(
    work: &BatchWork<'_>,
    (plan, prepared): (&Plan, &Prepared),
    around: &Around<'_>,
    (source, stands): (&CaseFileSource, bool),
) -> MappedCaseFile {
    let moved = around.moved(plan, source);
    let findings: Vec<Finding>;
    let findings = if moved.is_empty() {
        &source.findings
    } else {
        findings = source.findings.iter().cloned().chain(moved).collect();
        &findings
    };
    let records = CaseFileRecords {
        number: (source.number != 0).then_some(source.number),
        person: work.staged.world.people().guid(source.person),
        records: &source.records,
        joining: &source.joining,
        repeated: &source.duplicates,
        findings,
        stands,
    };
    map_case_file(plan, prepared, around, records)
}

/// The attached files that a row of the case file describes.
pub(super) fn described_documents(work: &BatchWork<'_>, source: &CaseFileSource) -> Vec<Guid> {
    let Some(entity) = work.document_entity else { return Vec::new() };
    let records = source.records.iter().filter(|record| record.entity() == entity);
    let key = work.plan.key_of(entity);
    records.filter_map(|record| record.guid(key?)).collect()
}
