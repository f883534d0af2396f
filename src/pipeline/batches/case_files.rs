//! One batch of case files.

use super::address_keys::AddressKeys;
use super::collected::{Collected, excluding_rule};
use super::fates::Fates;
use super::sealing::{BatchId, Ending};
use super::{Around, BatchWork};
use crate::ledger::BatchKind;
use crate::map::forward::{CaseFileRecords, map_case_file};
use crate::pipeline::accounts::BatchAccount;
use crate::pipeline::spill::SpillFile;
use crate::pipeline::stage::CaseFileSource;
use crate::pipeline::{Event, RunError};

/// Where batches leave what later passes need.
#[derive(Debug)]
pub(super) struct Leavings<'a> {
    pub(super) fates: Fates<'a>,
    pub(super) accounts: SpillFile,
    pub(super) unsettled: SpillFile,
    pub(super) addresses: AddressKeys,
}

/// Maps and writes the case files of a batch.
pub(super) fn case_files(
    work: &BatchWork<'_>,
    around: &Around<'_>,
    leavings: &Leavings<'_>,
    number: u32,
) -> Result<(BatchAccount, Ending), RunError> {
    if work.watcher.stopped() {
        return Err(RunError::Interrupted);
    }
    let mut collected = Collected::new(work.plan, work.documents, number);
    let people = work.staged.world.people();
    for source in work.staged.spools.load(number)? {
        describe_documents(work, &source);
        let records = CaseFileRecords {
            number: (source.number != 0).then_some(source.number),
            person: people.guid(source.person),
            records: &source.records,
            joining: &source.joining,
            repeated: &source.duplicates,
            findings: &source.findings,
        };
        let mapped = map_case_file(work.plan, work.prepared, around, records);
        leavings.fates.set(source.person, mapped.state, excluding_rule(&source, &mapped));
        collected.take(&source, mapped);
    }
    leavings.accounts.put(number, &collected.accounts)?;
    leavings.unsettled.put(number, &collected.unsettled)?;
    leavings.addresses.take(number, &collected.claims)?;
    let id = BatchId { number, kind: BatchKind::CaseFiles, case_files: collected.written };
    let ending = work.sealing.seal(id, &collected.content())?;
    if let Ending::Sealed(rows) = ending {
        work.watcher.tell(Event::BatchFinished { number, rows });
    }
    Ok((collected.account, ending))
}

/// Notes which attached files have a row that describes them.
fn describe_documents(work: &BatchWork<'_>, source: &CaseFileSource) {
    let Some(entity) = work.document_entity else { return };
    let records = source.records.iter().filter(|record| record.entity() == entity);
    let key = work.plan.key_of(entity);
    let keys = records.filter_map(|record| record.guid(key?));
    keys.for_each(|key| work.documents.describe(key));
}
