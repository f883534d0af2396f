//! The proof as a command of its own: stages the export again and proves what the folder holds.

mod listed_shared;
mod matching_drop;
mod missed_joining;
mod missing_drop;
mod mosaic;
mod outcome;
mod proven_again;
mod runs_of_drop;
mod turned_away_then;
mod values_then;
mod written_run;

use std::path::{Path, PathBuf};

use listed_shared::ListedShared;
pub(in crate::pipeline) use matching_drop::MatchingDrop;
use missing_drop::MissingDrop;
use mosaic::MosaicExtract;
pub(in crate::pipeline) use outcome::tallies;
use outcome::write_outcome;
pub(in crate::pipeline) use proven_again::ProvenAgain;
pub(in crate::pipeline) use runs_of_drop::RunsOfDrop;
use runs_of_drop::scopes;
pub(in crate::pipeline) use turned_away_then::{TurnedAwayAs, TurnedAwayShared, turned_away_by};
pub(in crate::pipeline) use values_then::values_then;
pub(in crate::pipeline) use written_run::WrittenRun;

use super::earlier::{Earlier, FIRST_RUN};
use super::noted_files::{NotedFiles, OF_PROOF};
use super::output_folder::OutputFolder;
use super::prove::{ProveInput, prove};
use super::report_of::Frame;
use super::stage::Parting;
use super::{Cancel, Event, Finished, Observer, ReconcileRequest, RunError, Watcher};
use crate::ledger::RunRow;
use crate::record::crash_point;

/// Proves what an output folder holds against the drops that it was made of.
///
/// # Errors
/// What differs is no error but in the report; see [`RunError`] for the rest.
pub fn reconcile(
    request: &ReconcileRequest,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<Finished, RunError> {
    if request.threads == 0 {
        return Err(RunError::Usage("at least one thread is needed: give --threads 1 or more".to_owned()));
    }
    let folder = OutputFolder::open(&request.out, request.ledger.as_ref())?;
    let watcher = Watcher::new(observer, cancel);
    reconcile_folder(&folder, (&request.sources, request.mosaic.as_deref()), request.threads, watcher)
}

/// What the runs of these drops wrote, where that has to be known before they are staged: a first run that nothing came
/// after parts people as it did, and accounts for all.
pub(in crate::pipeline) fn written_by(
    folder: &OutputFolder,
    drops: &[RunsOfDrop],
) -> Result<Option<Earlier>, RunError> {
    match drops {
        [] => Ok(None),
        [only] if only.run.fingerprint.run == FIRST_RUN => Ok(None),
        [.., newest] => Earlier::found(folder, &newest.run.plan).map(Some),
    }
}

/// How everybody is parted where a folder is proven: as it was written.
pub(in crate::pipeline) fn parting_of(written: Option<&Earlier>, batch_size: u32) -> Parting {
    written.map_or_else(|| Parting::by(batch_size), |written| written.parting(batch_size))
}

/// The same, in a folder that this process holds already, with or without an extract of Mosaic.
pub(super) fn reconcile_folder(
    folder: &OutputFolder,
    (sources, extract): (&[PathBuf], Option<&Path>),
    threads: usize,
    watcher: Watcher<'_>,
) -> Result<Finished, RunError> {
    let sources: Vec<&Path> = sources.iter().map(AsRef::as_ref).collect();
    folder.refuse_open_retry()?;
    let finished = |run: &RunRow| run.finished.is_some();
    if !folder.current_run()?.as_ref().is_some_and(finished) {
        return Err(folder.no_finished_run());
    }
    let report = NotedFiles::of(folder)?.report(&OF_PROOF)?;
    let extract = extract.map(|path| MosaicExtract::open(folder, path)).transpose()?;
    let ProvenAgain { run, proof, .. } = prove_again(folder, &sources, threads, watcher)?;
    let found = extract.map(|extract| extract.compare(&run, folder, watcher)).transpose()?;
    write_outcome(&run, folder, (&proof, found.as_ref()), report)
}

/// Proves what a folder holds, and changes nothing in it.
pub(in crate::pipeline) fn prove_again(
    folder: &OutputFolder,
    sources: &[&Path],
    threads: usize,
    watcher: Watcher<'_>,
) -> Result<ProvenAgain, RunError> {
    let newest = WrittenRun::find(folder)?;
    let mut drops = RunsOfDrop::all(folder, newest)?;
    let written = written_by(folder, &drops)?;
    let parting = parting_of(written.as_ref(), drops[0].run.fingerprint.batch_size);
    let mut staged = Vec::with_capacity(drops.len());
    // The newest first: its temporary folder holds those of the others.
    for (place, drop) in drops.iter().enumerate().rev() {
        let under = folder_of(folder, place + 1 == drops.len(), place);
        let run = &drop.run;
        let found = match MatchingDrop::find(run, folder, sources, (&parting, &under), threads, watcher) {
            Err(RunError::Differs { .. }) => {
                return Err(MissingDrop { folder, run, sources, threads, watcher }.error()?);
            }
            found => found?,
        };
        staged.push((found, under.join(".stage")));
    }
    staged.reverse();
    let documents: Vec<_> = staged.iter().map(|(found, _)| found.documents()).collect();
    let scopes = match &written {
        Some(written) if drops.len() > 1 => {
            scopes(folder, (&drops, &staged), written, &ListedShared::read(&folder.path)?)?
        }
        _ => Vec::new(),
    };
    let mut inputs = Vec::with_capacity(drops.len());
    for (place, drop) in drops.iter().enumerate() {
        let (found, temporary) = &staged[place];
        inputs.push(ProveInput {
            plan: &drop.run.plan,
            validations: &drop.run.validations,
            totals: &drop.run.totals,
            staged: &found.staged,
            drop: &found.survey.drop,
            profile: &found.survey.profile,
            documents: &documents[place],
            output: &folder.path,
            results: &folder.path,
            scope: scopes.get(place),
            account: None,
            temporary,
            key: &drop.run.key,
            threads,
            watcher,
        });
    }
    let batches = staged.iter().map(|(found, _)| u64::from(found.staged.spools.parts())).sum();
    watcher.tell(Event::PhaseStarted { name: "prove", batches, bytes: 0 });
    let proof = prove(&inputs)?;
    crash_point("proof-done", "");
    watcher.tell(Event::PhaseFinished);
    drop(inputs);
    let none = || RunError::NoRun { out: folder.path.clone() };
    let run = drops.pop().ok_or_else(none)?.run;
    let (Some((found, _)), Some(documents)) = (staged.last(), documents.last()) else { return Err(none()) };
    let frame = Frame::of(&run.plan, &found.survey, &found.staged, documents);
    Ok(ProvenAgain { run, proof, frame })
}

/// Where a drop is staged: the newest in the folder, others within its temporary files.
fn folder_of(folder: &OutputFolder, newest: bool, place: usize) -> PathBuf {
    if newest { folder.room.clone() } else { folder.room.join(".stage").join(format!("drop-{place}")) }
}
