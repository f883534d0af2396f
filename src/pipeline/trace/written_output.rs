//! What an output folder holds, with a drop that it was made of, to be looked at with the eyes of the proof.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use crate::pipeline::earlier::Earlier;
use crate::pipeline::output_folder::OutputFolder;
use crate::pipeline::prove::{ProveInput, Scope};
use crate::pipeline::reconcile::{
    MatchingDrop, RunsOfDrop, TurnedAwayShared, WrittenRun, parting_of, turned_away_by, written_by,
};
use crate::pipeline::{RunError, Watcher};
use crate::reconcile::reader::{ExceptionList, ExceptionListFile};
use crate::record::{EntityId, Guid};
use crate::source::Dictionary;
use crate::target::{Batch, TargetError};

/// What an output folder holds, with a drop that it was made of.
pub(in crate::pipeline) struct WrittenOutput<'a> {
    /// The latest run that was made of the drop.
    pub(in crate::pipeline) run: WrittenRun,
    pub(in crate::pipeline) drop: MatchingDrop,
    /// All runs that were made of it.
    runs: BTreeSet<u32>,
    /// Whether it is the newest drop.
    newest: bool,
    /// The shared records that those runs turned away.
    shared_away: TurnedAwayShared,
    /// Who was written by which run, where the folder was made of several drops.
    written: Option<Earlier>,
    out: PathBuf,
    /// Where temporary files go.
    room: PathBuf,
    threads: usize,
    watcher: Watcher<'a>,
}

impl<'a> WrittenOutput<'a> {
    /// Finds the drop that a run was made of, else the newest, and stages it again: one of those given, else where the
    /// run found it.
    ///
    /// # Errors
    /// [`RunError::SourceWanted`] where it is none of those.
    pub(in crate::pipeline) fn find(
        folder: &OutputFolder,
        sources: &[PathBuf],
        run: Option<u32>,
        threads: usize,
        watcher: Watcher<'a>,
    ) -> Result<Self, RunError> {
        let newest = WrittenRun::find(folder)?;
        let mut drops = RunsOfDrop::all(folder, newest)?;
        let written = written_by(folder, &drops)?;
        let several = drops.len() > 1;
        let found = drops.iter().position(|drop| run.is_some_and(|run| drop.runs.contains(&run)));
        let place = found.unwrap_or(drops.len() - 1);
        let newest = place + 1 == drops.len();
        let RunsOfDrop { run, runs } = drops.swap_remove(place);
        let used = &run.fingerprint;
        let remembered: Vec<PathBuf> =
            std::iter::once(&used.export).chain(&used.corrections).map(PathBuf::from).collect();
        let sources: Vec<&Path> =
            if sources.is_empty() { &remembered } else { sources }.iter().map(AsRef::as_ref).collect();
        let parting = parting_of(written.as_ref(), used.batch_size);
        let drop = MatchingDrop::find(&run, folder, &sources, (&parting, &folder.room), threads, watcher);
        let drop = drop.map_err(|error| wanted(error, folder, &remembered))?;
        let written = written.filter(|_| several);
        let shared_away = turned_away_by(folder, run.plan.dictionary(), &runs)?;
        let (out, room) = (folder.path.clone(), folder.room.clone());
        Ok(Self { run, drop, runs, newest, shared_away, written, out, room, threads, watcher })
    }

    /// The runs that wrote something and were made of other drops.
    pub(in crate::pipeline) fn other_runs(&self) -> BTreeSet<u32> {
        let all = self.written.iter().flat_map(|written| written.runs.iter().copied());
        all.filter(|run| !self.is_of(*run)).collect()
    }

    /// Whether a run was made of this drop.
    pub(in crate::pipeline) fn is_of(&self, run: u32) -> bool {
        self.runs.contains(&run)
    }

    /// Looks at it as a proof does.
    pub(in crate::pipeline) fn with_input<T>(
        &self,
        look: impl FnOnce(&ProveInput<'_>) -> Result<T, RunError>,
    ) -> Result<T, RunError> {
        let Self { run, drop, out, room, .. } = self;
        let waiting = waiting(out, run.plan.dictionary())?;
        let scope = self.written.as_ref().map(|written| Scope {
            runs: self.runs.clone(),
            newest: self.newest,
            written,
            shared_elsewhere: HashSet::new(),
            shared_away: self.shared_away.clone(),
            // A trace is of a case file.
            shared_values: Vec::new(),
            missed: waiting.clone(),
        });
        let input = ProveInput {
            plan: &run.plan,
            validations: &run.validations,
            totals: &run.totals,
            staged: &drop.staged,
            drop: &drop.survey.drop,
            profile: &drop.survey.profile,
            documents: &drop.documents(),
            output: out,
            results: out,
            scope: scope.as_ref(),
            account: None,
            temporary: &room.join(".stage"),
            key: &run.key,
            threads: self.threads,
            watcher: self.watcher,
        };
        look(&input)
    }
}

/// The records that wait for another person by the list: of a written one too, where they were gone when that was written.
fn waiting(out: &Path, dictionary: &Dictionary) -> Result<HashSet<(EntityId, Guid)>, RunError> {
    let list = ExceptionList::Waiting;
    let path = out.join("exceptions").join(list.file_name());
    let mut records = HashSet::new();
    if !path.exists() {
        return Ok(records);
    }
    let mut lines = ExceptionListFile::open(out, list).map_err(TargetError::at(&path))?;
    while let Some(line) = lines.next_line().map_err(TargetError::at(&path))? {
        let record = dictionary.find(line.get("ENTITY")).zip(Guid::parse(line.get("SOURCE_ID")).ok());
        records.extend(record);
    }
    Ok(records)
}

/// The run that sealed a batch.
pub(in crate::pipeline) fn run_of_batch(out: &Path, batch: u32) -> Option<u32> {
    Batch::found(out, batch).map(|found| found.manifest().run)
}

/// Names the drop that is wanted, where none of those at hand is it.
fn wanted(error: RunError, folder: &OutputFolder, remembered: &[PathBuf]) -> RunError {
    match error {
        RunError::Differs { .. } | RunError::Drop(_) | RunError::Profile(_) => {
            RunError::SourceWanted { out: folder.path.clone(), sources: remembered.to_vec() }
        }
        other => other,
    }
}
