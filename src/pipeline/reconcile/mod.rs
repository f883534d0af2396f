//! The proof as a command of its own: stages the export again and proves what the folder holds.

mod matching_drop;
mod outcome;
mod written_run;

use std::path::Path;

pub(in crate::pipeline) use matching_drop::MatchingDrop;
use outcome::write_outcome;
pub(in crate::pipeline) use written_run::WrittenRun;

use super::output_folder::OutputFolder;
use super::prove::{ProveInput, prove};
use super::{Cancel, Event, Finished, Observer, ReconcileRequest, RunError, Watcher};
use crate::reconcile::Proof;
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
    let sources: Vec<&Path> = request.sources.iter().map(AsRef::as_ref).collect();
    let watcher = Watcher::new(observer, cancel);
    let (run, proof) = prove_again(&folder, &sources, request.threads, watcher)?;
    write_outcome(&run, &folder, &proof)
}

/// Proves what a folder holds, and changes nothing in it.
pub(in crate::pipeline) fn prove_again(
    folder: &OutputFolder,
    sources: &[&Path],
    threads: usize,
    watcher: Watcher<'_>,
) -> Result<(WrittenRun, Proof), RunError> {
    let run = WrittenRun::find(folder)?;
    let drop = MatchingDrop::find(&run, folder, sources, threads, watcher)?;
    let (staged, documents) = (&drop.staged, &drop.documents()?);
    let batches = u64::from(staged.spools.batches());
    watcher.tell(Event::PhaseStarted { name: "prove", batches, bytes: 0 });
    let proof = prove(&ProveInput {
        plan: &run.plan,
        validations: &run.validations,
        totals: &run.totals,
        staged,
        drop: &drop.survey.drop,
        profile: &drop.survey.profile,
        documents,
        output: &folder.path,
        results: &folder.path,
        account: None,
        temporary: &folder.path.join(".stage"),
        key: &run.key,
        batch_size: run.fingerprint.batch_size,
        threads,
        watcher,
    })?;
    crash_point("proof-done", "");
    watcher.tell(Event::PhaseFinished);
    Ok((run, proof))
}
