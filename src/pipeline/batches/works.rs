//! All batches of a run, one after the other.

use std::collections::BTreeMap;
use std::path::Path;

use super::Around;
use super::address_keys::AddressKeys;
use super::case_files::{Leavings, case_files, taken_over};
use super::fates::Fates;
use super::last_batch::last_batch;
use super::outside::{add_outside, add_undescribed};
use super::sealing::{Ending, Sealing};
use super::shared_batch::{SharedBatch, seal_shared, shared_batch};
use super::sharing::share;
use crate::map::forward::Prepared;
use crate::map::plan::Plan;
use crate::pipeline::accounts::{Amendment, BatchAccount, CaseFileAccount};
use crate::pipeline::documents::Documents;
use crate::pipeline::parallel::in_parallel;
use crate::pipeline::spill::SpillFile;
use crate::pipeline::stage::Staged;
use crate::pipeline::team::Handover;
use crate::pipeline::{Event, RunError, Watcher};
use crate::record::EntityId;

/// What mapping and writing need.
pub(crate) struct BatchWork<'a> {
    /// The compiled mappings.
    pub(crate) plan: &'a Plan,
    /// What the mapper worked out once.
    pub(crate) prepared: &'a Prepared,
    /// The drop.
    pub(crate) staged: &'a Staged,
    /// Its attached files.
    pub(crate) documents: &'a Documents<'a>,
    /// The entity that describes them.
    pub(crate) document_entity: Option<EntityId>,
    /// Where batches go.
    pub(crate) sealing: Sealing<'a>,
    /// Where batches are handed over, where several processes work on the run.
    pub(crate) handover: Option<Handover>,
    /// A folder for temporary files that is removed with the run.
    pub(crate) folder: &'a Path,
    /// How many threads map.
    pub(crate) threads: usize,
    /// Whoever watches.
    pub(crate) watcher: Watcher<'a>,
}

/// What mapping and writing came to.
#[derive(Debug)]
pub(crate) enum Mapped {
    /// This process is to finish the run.
    Here(Box<MappedDrop>),
    /// Another process has finished it.
    ByAnother,
}

/// What became of the whole drop.
#[derive(Debug)]
pub(crate) struct MappedDrop {
    /// In numbers, over all batches; its lines are in ascending person number.
    pub(crate) account: BatchAccount,
    outside: CaseFileAccount,
    accounts: SpillFile,
    amendments: SpillFile,
    batches: u32,
}

impl MappedDrop {
    /// Hands on every account: what belongs to no case file, then case files in ascending person number.
    pub(crate) fn each(
        &self,
        mut each: impl FnMut(&CaseFileAccount) -> Result<(), RunError>,
    ) -> Result<(), RunError> {
        each(&self.outside)?;
        for number in 1..=self.batches {
            let mut accounts: Vec<CaseFileAccount> = self.accounts.get(number)?.unwrap_or_default();
            for amendment in self.amendments.get::<Vec<Amendment>>(number)?.unwrap_or_default() {
                if let Some(account) = accounts.get_mut(amendment.place as usize) {
                    account.amend(amendment);
                }
            }
            accounts.iter().try_for_each(&mut each)?;
        }
        Ok(())
    }
}

/// Maps and writes the drop. Batches that the disk does not take are noted, the others go on; the last batch waits for
/// all of them.
pub(crate) fn map_and_write(work: &BatchWork<'_>) -> Result<Mapped, RunError> {
    let batches = work.staged.spools.batches();
    let name = "map and write";
    work.watcher.tell(Event::PhaseStarted { name, batches: u64::from(batches) + 1, bytes: 0 });
    let around = Around::new(&work.staged.world, work.documents);
    work.sealing.plan(batches)?;
    let SharedBatch { mut account, told: mut outside, unwritten, content } = shared_batch(work, &around)?;
    let around = around.without(unwritten);
    add_outside(work, &mut account, &mut outside);
    let leavings = Leavings {
        fates: Fates::new(work.staged.world.people()),
        accounts: SpillFile::create(work.folder, "accounts")?,
        unsettled: SpillFile::create(work.folder, "unsettled")?,
        addresses: AddressKeys::create(work.folder)?,
    };
    let each = |number| match number {
        0 => Ok((None, seal_shared(work, &content)?)),
        number => {
            case_files(work, &around, &leavings, number).map(|(account, ending)| (Some(account), ending))
        }
    };
    let mut done = BTreeMap::new();
    if work.sealing.is_shared() {
        match share(work, each)? {
            Some(ours) => done = ours,
            None => return Ok(Mapped::ByAnother),
        }
    }
    let numbers: Vec<u32> = (0..=batches).filter(|number| !done.contains_key(number)).collect();
    let ended = in_parallel(work.threads, &numbers, |number| match taken_over(work, &leavings, number)? {
        Some(account) => Ok((Some(account), Ending::Elsewhere)),
        // What is not handed over is worked out here, and compared with what is sealed.
        None => each(number),
    })?;
    let (accounts, endings): (Vec<_>, Vec<_>) = ended.into_iter().unzip();
    refuse_failed(numbers.iter().copied().zip(endings))?;
    done.extend(numbers.into_iter().zip(accounts).filter_map(|(number, account)| Some((number, account?))));
    let mut accounts: Vec<BatchAccount> = done.into_values().collect();
    add_undescribed(work, &mut outside);
    let amendments = SpillFile::create(work.folder, "amendments")?;
    let ending = last_batch(work, &leavings, &amendments, &mut accounts)?;
    refuse_failed(std::iter::once((batches + 1, ending)))?;
    for more in accounts {
        account.merge(more);
    }
    work.watcher.tell(Event::PhaseFinished);
    let mapped = MappedDrop { account, outside, accounts: leavings.accounts, amendments, batches };
    Ok(Mapped::Here(Box::new(mapped)))
}

fn refuse_failed(endings: impl Iterator<Item = (u32, Ending)>) -> Result<(), RunError> {
    let failed: Vec<_> = endings
        .filter_map(|(number, ending)| match ending {
            Ending::Failed(reason) => Some((number, reason)),
            Ending::Sealed(_) | Ending::Elsewhere => None,
        })
        .collect();
    if failed.is_empty() { Ok(()) } else { Err(RunError::Batches { failed }) }
}
