//! All batches of a run, one after the other.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use super::address_keys::AddressKeys;
use super::case_files::{Leavings, case_files, has_any_to_write, taken_over};
use super::changed::{Changed, changed as changed_since};
use super::fates::Fates;
use super::last_batch::last_batch;
use super::mapped_drop::{MappedDrop, OthersToday};
use super::outside::{add_outside, add_undescribed};
use super::sealed_part::sealed_part;
use super::sealing::{Ending, Sealing};
use super::shared_batch::{SharedBatch, shared_batch};
use super::sharing::share;
use super::source_digests::Attached;
use super::unwritten_people::unwritten_people;
use super::{Around, EarlierMappings};
use crate::ledger::BatchKind;
use crate::map::forward::Prepared;
use crate::map::plan::Plan;
use crate::pipeline::accounts::BatchAccount;
use crate::pipeline::documents::Documents;
use crate::pipeline::earlier::Earlier;
use crate::pipeline::parallel::in_parallel;
use crate::pipeline::spill::SpillFile;
use crate::pipeline::stage::Staged;
use crate::pipeline::team::Handover;
use crate::pipeline::turns::Turns;
use crate::pipeline::world::Part;
use crate::pipeline::{Event, Exit, RunError, Watcher};
use crate::record::EntityId;

/// What is to be written, and what stands.
pub(crate) struct Writing<'a> {
    /// Where batches go.
    pub(crate) sealing: Sealing<'a>,
    /// What earlier runs wrote.
    pub(crate) earlier: &'a Earlier,
    /// By run, the mappings that it used, where they are others than those of today.
    pub(crate) mappings_of: &'a BTreeMap<u32, EarlierMappings>,
    /// Whether sealed case files that the mappings of today would change stay as they are, because somebody said so.
    pub(crate) accepted: bool,
    /// Called when nothing stands against the run any more, before the first batch is written.
    pub(crate) ready: &'a (dyn Fn() -> Result<(), RunError> + Sync),
}

/// What mapping and writing came to.
#[derive(Debug)]
pub(crate) enum Mapped {
    /// This process is to finish the run.
    Here(Box<MappedDrop>),
    /// Another process has finished it.
    ByAnother,
    /// What was asked for is written, and other batches are left that could not be written before.
    InPart(Box<WrittenInPart>),
}

/// A run of which some batches are still to be written.
#[derive(Debug)]
pub(crate) struct WrittenInPart {
    /// Each batch that is left, and why it could not be written.
    pub(crate) left: Vec<(u32, String)>,
    /// Whether anything was rejected or held so far.
    pub(crate) has_exceptions: bool,
}

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
    /// What is to be written, and what stands.
    pub(crate) writing: Writing<'a>,
    /// Where batches are handed over, where several processes work on the run.
    pub(crate) handover: Option<Handover>,
    /// The key under which digests are taken.
    pub(crate) key: &'a [u8; 32],
    /// A folder for temporary files that is removed with the run.
    pub(crate) folder: &'a Path,
    /// How many threads map.
    pub(crate) threads: usize,
    /// Whoever watches.
    pub(crate) watcher: Watcher<'a>,
}

impl<'a> BatchWork<'a> {
    /// The attached files, and the entity that describes them.
    pub(super) fn attached(&self) -> Attached<'a> {
        (self.document_entity, self.documents)
    }
}

/// Maps and writes the drop. Batches that cannot be written are noted, the others go on; the last batch waits for all of
/// them. Case files that earlier runs wrote are mapped and not written.
///
/// # Errors
/// Before anything is written, if the mappings of today would change what is sealed and nobody accepted it.
pub(crate) fn map_and_write(work: &BatchWork<'_>) -> Result<Mapped, RunError> {
    let parts = work.staged.world.people().parts();
    let name = "map and write";
    work.watcher.tell(Event::PhaseStarted { name, batches: parts.len() as u64 + 1, bytes: 0 });
    let around = Around::new(&work.staged.world, work.documents).after(&work.writing.earlier.shared);
    let mut shared = shared_batch(work, &around);
    let around = around.without(std::mem::take(&mut shared.unwritten));
    let leavings = Leavings {
        fates: Fates::new(work.staged.world.people()),
        accounts: SpillFile::create(work.folder, "accounts")?,
        unsettled: SpillFile::create(work.folder, "unsettled")?,
        addresses: AddressKeys::create(work.folder)?,
        folds: Mutex::new(work.writing.earlier.folds.clone()),
    };
    let (mut accounts, others) = sealed_parts(work, &around, &leavings)?;
    let differing = OthersToday { case_files: others, shared_records: shared.differing };
    if differing != OthersToday::default() && !work.writing.accepted {
        let OthersToday { case_files, shared_records } = differing;
        return Err(RunError::SealedWouldChange { case_files, shared_records, changes: Vec::new() });
    }
    let changed = work.writing.sealing.kept_in().filter(|_| !work.writing.earlier.is_first());
    let mut changed = changed.map_or(Ok(Changed::default()), |output| changed_since(work, output))?;
    let around = around.with_sealed_elsewhere(work.plan, &changed.gone);
    let around = around.naming_none_of(&unwritten_people(work, &around)?);
    let batches = Batches::number(work, &around, shared.content.is_some())?;
    accounts.extend(sealed_before(work, (&around, &leavings), &batches)?);
    (work.writing.ready)()?;
    work.writing.sealing.plan(batches.all())?;
    let (mut account, mut outside) = (shared.account.clone(), shared.told.clone());
    add_outside(work, &mut account, &mut outside);
    let Some(left) = written_parts(work, (&around, &leavings), (&shared, &batches), &mut accounts)? else {
        return Ok(Mapped::ByAnother);
    };
    if !left.is_empty() {
        let has_exceptions = account.has_exceptions() || accounts.values().any(BatchAccount::has_exceptions);
        work.watcher.tell(Event::PhaseFinished);
        return Ok(Mapped::InPart(Box::new(WrittenInPart { left, has_exceptions })));
    }
    add_undescribed(work, &mut outside);
    let amendments = SpillFile::create(work.folder, "amendments")?;
    let mut accounts: Vec<BatchAccount> = accounts.into_values().collect();
    let ending = last_batch(work, &leavings, &amendments, (&mut accounts, &mut changed), batches.last)?;
    refuse_failed(&[(batches.last, ending)])?;
    let firsts: Vec<u64> =
        accounts.iter().map(|own| own.lines.first().map_or(0, |line| line.number)).collect();
    account.lines.reserve_exact(accounts.iter().map(|own| own.lines.len()).sum());
    for more in accounts {
        account.merge(more);
    }
    account.lines.sort_by_key(|line| line.person);
    work.watcher.tell(Event::PhaseFinished);
    let changed = changed.with_shared(shared.changed);
    let mapped =
        MappedDrop { account, differing, changed, outside, accounts: leavings.accounts, amendments, firsts };
    Ok(Mapped::Here(Box::new(mapped)))
}

/// Maps the case files that earlier runs wrote; gives their accounts by part, and how many of them the mappings of today
/// would change.
fn sealed_parts(
    work: &BatchWork<'_>,
    around: &Around<'_>,
    leavings: &Leavings<'_>,
) -> Result<(BTreeMap<u32, BatchAccount>, u64), RunError> {
    let parts = work.staged.world.people().parts();
    let sealed = numbers(parts, |part| matches!(part, Part::Sealed(_)));
    let mapped = in_parallel(work.threads, &sealed, |part| sealed_part(work, around, leavings, part))?;
    let differing = mapped.iter().map(|(_, others)| others).sum();
    let accounts = sealed.into_iter().zip(mapped.into_iter().map(|(account, _)| account));
    Ok((accounts.collect(), differing))
}

/// Maps the batches that the run itself has sealed, and compares them: whatever they would be now has to be known before anything
/// more is written.
fn sealed_before(
    work: &BatchWork<'_>,
    (around, leavings): (&Around<'_>, &Leavings<'_>),
    batches: &Batches,
) -> Result<BTreeMap<u32, BatchAccount>, RunError> {
    let sealing = &work.writing.sealing;
    if sealing.is_shared() {
        return Ok(BTreeMap::new());
    }
    let sealed = batches.of.iter().filter(|(_, number)| sealing.is_sealed(**number));
    let parts: Vec<u32> = sealed.map(|(part, _)| *part).collect();
    let turns = Turns::new(work.threads);
    let mapped = in_parallel(work.threads, &parts, |part| {
        case_files(work, (around, leavings, &turns), (part, batches.of.get(&part).copied()))
    })?;
    Ok(parts.into_iter().zip(mapped.into_iter().map(|(account, _)| account)).collect())
}

/// Maps and writes everybody else, together with other processes where some work on the run; gives the batches that
/// nobody asked for, each with the reason for which it could not be written before. None where another process has
/// finished the run.
fn written_parts(
    work: &BatchWork<'_>,
    (around, leavings): (&Around<'_>, &Leavings<'_>),
    (shared, batches): (&SharedBatch, &Batches),
    accounts: &mut BTreeMap<u32, BatchAccount>,
) -> Result<Option<Vec<(u32, String)>>, RunError> {
    let turns = Turns::new(work.threads);
    let of_part = |part| case_files(work, (around, leavings, &turns), (part, batches.of.get(&part).copied()));
    if work.writing.sealing.is_shared() {
        // Only a first run is shared: a part has the number of its batch.
        let ours = share(work, |number| match number {
            0 => Ok((None, shared.seal(work, 0)?.unwrap_or(Ending::Elsewhere))),
            number => {
                of_part(number).map(|(account, ending)| (Some(account), ending.unwrap_or(Ending::Elsewhere)))
            }
        })?;
        let Some(ours) = ours else { return Ok(None) };
        accounts.extend(ours);
    }
    let mut endings = vec![(batches.shared, shared.seal(work, batches.shared)?)];
    let parts = work.staged.world.people().parts();
    let mut written = numbers(parts, |part| !matches!(part, Part::Sealed(_)));
    written.retain(|part| !accounts.contains_key(part));
    // One more thread than may compute, so that none stands still while a batch waits for the disk; a single thread goes by
    // the numbers of the batches.
    let threads = work.threads + usize::from(work.threads > 1);
    let mapped = in_parallel(threads, &written, |part| match taken_over(work, leavings, part)? {
        Some(account) => Ok((account, None)),
        // What is not handed over is worked out here, and compared with what is sealed.
        None => of_part(part),
    })?;
    for (part, (account, ending)) in written.into_iter().zip(mapped) {
        accounts.insert(part, account);
        endings.push((batches.of.get(&part).copied().unwrap_or_default(), ending));
    }
    refuse_failed(&endings)?;
    let left = endings.into_iter().filter_map(|(number, ending)| match ending? {
        Ending::Left(reason) => Some((number, reason)),
        _ => None,
    });
    Ok(Some(left.collect()))
}

/// The numbers of parts, counted from 1.
fn numbers(parts: &[Part], wanted: impl Fn(Part) -> bool) -> Vec<u32> {
    (1..).zip(parts).filter(|(_, part)| wanted(**part)).map(|(number, _)| number).collect()
}

/// The numbers of the batches of a run.
struct Batches {
    shared: u32,
    /// By part; a part in which nobody can be written has none.
    of: BTreeMap<u32, u32>,
    last: u32,
    /// Those that are planned besides batches of case files.
    besides: Vec<(u32, BatchKind)>,
}

impl Batches {
    /// Numbers them: batches with a number keep it, further ones number on, shared records first, the last batch last.
    fn number(work: &BatchWork<'_>, around: &Around<'_>, has_shared: bool) -> Result<Self, RunError> {
        let parts = work.staged.world.people().parts();
        let mut of = BTreeMap::new();
        let mut next = work.writing.earlier.next_batch;
        for (part, own) in (1..).zip(parts) {
            if let Part::Batch(number) = own {
                of.insert(part, *number);
                next = next.max(number + 1);
            }
        }
        let first = !work.writing.earlier.has_shared;
        let shared = if first { 0 } else { next };
        next += u32::from(has_shared && !first);
        let open = numbers(parts, |part| part == Part::Open);
        let any = in_parallel(work.threads, &open, |part| has_any_to_write(work, around, part))?;
        for (part, _) in open.into_iter().zip(any).filter(|(_, any)| *any) {
            of.insert(part, next);
            next += 1;
        }
        let first = work.writing.earlier.is_first();
        let shared_too = has_shared.then_some((shared, BatchKind::Shared));
        // Whether a later run has a last batch is known when everybody's fate is.
        let last_too = first.then_some((next.max(1), BatchKind::Last));
        let besides = shared_too.into_iter().chain(last_too).collect();
        Ok(Self { shared, of, last: next.max(1), besides })
    }

    fn all(&self) -> impl Iterator<Item = (u32, BatchKind)> {
        let case_files = self.of.values().map(|number| (*number, BatchKind::CaseFiles));
        case_files.chain(self.besides.iter().copied())
    }
}

/// Refuses to go on where batches could not be written now; those that nobody asked for are named beside them.
fn refuse_failed(endings: &[(u32, Option<Ending>)]) -> Result<(), RunError> {
    let (mut failed, mut exits) = (Vec::new(), Vec::new());
    for (number, ending) in endings {
        match ending {
            Some(Ending::Failed { reason, exit }) => {
                failed.push((*number, reason.clone()));
                exits.push(*exit);
            }
            Some(Ending::Left(reason)) => failed.push((*number, reason.clone())),
            _ => {}
        }
    }
    if exits.is_empty() { Ok(()) } else { Err(RunError::Batches { failed, exit: Exit::of(exits) }) }
}
