//! One batch of case files.

use super::address_keys::AddressKeys;
use super::collected::{Collected, excluding_rule};
use super::fates::Fates;
use super::sealing::{BatchId, Ending};
use super::worked_batch::{PersonFate, WorkedBatch};
use super::{Around, BatchWork};
use crate::ledger::BatchKind;
use crate::map::forward::{CaseFileRecords, map_case_file};
use crate::pipeline::accounts::BatchAccount;
use crate::pipeline::spill::SpillFile;
use crate::pipeline::stage::CaseFileSource;
use crate::pipeline::{Event, RunError};
use crate::record::Guid;

/// Where batches leave what later passes need.
#[derive(Debug)]
pub(super) struct Leavings<'a> {
    pub(super) fates: Fates<'a>,
    pub(super) accounts: SpillFile,
    pub(super) unsettled: SpillFile,
    pub(super) addresses: AddressKeys,
}

/// Maps and writes the case files of a batch; one that is sealed by another process is taken from it where it can be.
pub(super) fn case_files(
    work: &BatchWork<'_>,
    around: &Around<'_>,
    leavings: &Leavings<'_>,
    number: u32,
) -> Result<(BatchAccount, Ending), RunError> {
    if work.watcher.stopped() {
        return Err(RunError::Interrupted);
    }
    let (worked, mut collected) = map_case_files(work, around, number)?;
    if let Some(handover) = &work.handover {
        handover.give(number, &worked)?;
    }
    let account = worked.leave(work, leavings, number)?;
    let id = BatchId { number, kind: BatchKind::CaseFiles, case_files: collected.written };
    let ending = work.sealing.seal(id, &collected.content())?;
    if let Ending::Sealed(rows) = ending {
        work.watcher.tell(Event::BatchFinished { number, rows });
    }
    Ok((account, ending))
}

/// A batch that another process sealed and handed over; none where it has to be worked out again.
pub(super) fn taken_over(
    work: &BatchWork<'_>,
    leavings: &Leavings<'_>,
    number: u32,
) -> Result<Option<BatchAccount>, RunError> {
    let worked = work.handover.as_ref().and_then(|handover| handover.take::<WorkedBatch>(number));
    worked.map(|worked| worked.leave(work, leavings, number)).transpose()
}

fn map_case_files<'a>(
    work: &'a BatchWork<'_>,
    around: &Around<'_>,
    number: u32,
) -> Result<(WorkedBatch, Collected<'a>), RunError> {
    let mut collected = Collected::new(work.plan, work.documents, number);
    let (mut fates, mut described) = (Vec::new(), Vec::new());
    let people = work.staged.world.people();
    for source in work.staged.spools.load(number)? {
        described.extend(described_documents(work, &source));
        let person = people.guid(source.person);
        let records = CaseFileRecords {
            number: (source.number != 0).then_some(source.number),
            person,
            records: &source.records,
            repeated: &source.duplicates,
            joining: &source.joining,
            findings: &source.findings,
        };
        let mapped = map_case_file(work.plan, work.prepared, around, records);
        let rule = excluding_rule(&source, &mapped).map(str::to_owned);
        fates.push(PersonFate { person, state: mapped.state, rule });
        collected.take(&source, mapped);
    }
    let worked = WorkedBatch {
        account: std::mem::replace(&mut collected.account, BatchAccount::new(0)),
        accounts: std::mem::take(&mut collected.accounts),
        unsettled: std::mem::take(&mut collected.unsettled),
        claims: std::mem::take(&mut collected.claims),
        fates,
        described,
    };
    Ok((worked, collected))
}

/// The attached files that a row of the case file describes.
fn described_documents(work: &BatchWork<'_>, source: &CaseFileSource) -> Vec<Guid> {
    let Some(entity) = work.document_entity else { return Vec::new() };
    let records = source.records.iter().filter(|record| record.entity() == entity);
    let key = work.plan.key_of(entity);
    records.filter_map(|record| record.guid(key?)).collect()
}
