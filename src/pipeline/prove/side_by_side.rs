//! What can be done at one time once everybody was looked at: batches are proven while other threads read the export again.
//! A file of the export is read by one thread, however large it is, so files come first.

use super::batch::{ProvenBatch, Proving};
use super::whole_output::WholeOutput;
use super::{ProveError, ProveInput, byte_pass, recount_pass};
use crate::pipeline::parallel::in_parallel;
use crate::reconcile::recount::KeySums;
use crate::reconcile::scan::ByteScan;

/// What was found of one drop.
pub(super) struct FoundBeside {
    /// The batches of case files, in order.
    pub(super) batches: Vec<ProvenBatch>,
    /// The rows that the second reader of the export found.
    pub(super) recounted: KeySums,
    /// What the third found in each file, in their order.
    pub(super) scans: Vec<ByteScan>,
}

/// One thing to be done; files by their place.
#[derive(Clone, Copy)]
enum Task {
    Scan(usize),
    Recount(usize),
    Prove(u32),
}

enum Done {
    Scanned(ByteScan),
    Recounted(KeySums),
    Proven(Box<ProvenBatch>),
}

/// Proves all batches of case files, and has the second and the third reader read all files of the export.
pub(super) fn prove_beside(
    input: &ProveInput<'_>,
    proving: &Proving<'_>,
    whole: &WholeOutput<'_>,
) -> Result<FoundBeside, ProveError> {
    let files = &input.staged.files;
    let of_files = |task: fn(usize) -> Task| (0..files.len()).map(task);
    let batches = (1..=input.staged.spools.parts()).map(Task::Prove);
    let tasks: Vec<Task> = of_files(Task::Scan).chain(of_files(Task::Recount)).chain(batches).collect();
    let done = in_parallel(input.threads, &tasks, |task| {
        if input.watcher.stopped() {
            return Err(ProveError::Interrupted);
        }
        Ok(match task {
            Task::Scan(place) => Done::Scanned(byte_pass::scan(input, &files[place])?),
            Task::Recount(place) => Done::Recounted(recount_pass::count(input, &files[place])?),
            Task::Prove(number) => Done::Proven(Box::new(proving.case_files(number, whole)?)),
        })
    })?;
    let none = KeySums::new(input.plan.dictionary().entities().len());
    let mut found = FoundBeside { batches: Vec::new(), recounted: none, scans: Vec::new() };
    for one in done {
        match one {
            Done::Scanned(scan) => found.scans.push(scan),
            Done::Recounted(sums) => found.recounted.merge(&sums),
            Done::Proven(batch) => found.batches.push(*batch),
        }
    }
    Ok(found)
}
