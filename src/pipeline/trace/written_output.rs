//! What an output folder holds, with the drop it was made of, to be looked at with the eyes of the proof.

use std::path::{Path, PathBuf};

use crate::pipeline::output_folder::OutputFolder;
use crate::pipeline::prove::ProveInput;
use crate::pipeline::reconcile::{MatchingDrop, WrittenRun, parting_of};
use crate::pipeline::{RunError, Watcher};

/// What an output folder holds, with the drop it was made of.
pub(in crate::pipeline) struct WrittenOutput<'a> {
    pub(in crate::pipeline) run: WrittenRun,
    pub(in crate::pipeline) drop: MatchingDrop<'a>,
    out: PathBuf,
    threads: usize,
    watcher: Watcher<'a>,
}

impl<'a> WrittenOutput<'a> {
    /// Finds the run and stages its drop again: one of those given, else where the run found it.
    pub(in crate::pipeline) fn find(
        folder: &OutputFolder,
        sources: &[PathBuf],
        threads: usize,
        watcher: Watcher<'a>,
    ) -> Result<Self, RunError> {
        let run = WrittenRun::find(folder)?;
        let remembered = [PathBuf::from(&run.fingerprint.export)];
        let sources = if sources.is_empty() { &remembered[..] } else { sources };
        let sources: Vec<&Path> = sources.iter().map(AsRef::as_ref).collect();
        let parting = parting_of(&run, folder)?;
        let drop = MatchingDrop::find(&run, folder, &sources, (&parting, &folder.path), threads, watcher)?;
        Ok(Self { run, drop, out: folder.path.clone(), threads, watcher })
    }

    /// Looks at it as a proof does.
    pub(in crate::pipeline) fn with_input<T>(
        &self,
        look: impl FnOnce(&ProveInput<'_>) -> Result<T, RunError>,
    ) -> Result<T, RunError> {
        let Self { run, drop, out, .. } = self;
        let input = ProveInput {
            plan: &run.plan,
            validations: &run.validations,
            totals: &run.totals,
            staged: &drop.staged,
            drop: &drop.survey.drop,
            profile: &drop.survey.profile,
            documents: &drop.documents()?,
            output: out,
            results: out,
            scope: None,
            account: None,
            temporary: &out.join(".stage"),
            key: &run.key,
            threads: self.threads,
            watcher: self.watcher,
        };
        look(&input)
    }
}
