//! The drop that a run was made of, found among those given.

use std::path::{Path, PathBuf};

use super::WrittenRun;
use crate::pipeline::documents::Documents;
use crate::pipeline::fingerprint::drop_sha256;
use crate::pipeline::output_folder::OutputFolder;
use crate::pipeline::stage::{Parting, Staged};
use crate::pipeline::survey::Survey;
use crate::pipeline::{RunError, Watcher};
use crate::source::{Dictionary, holds_corrected_rows};

/// The drop that a run was made of, staged again.
pub(in crate::pipeline) struct MatchingDrop<'a> {
    pub(in crate::pipeline) staged: Staged,
    pub(in crate::pipeline) survey: Survey,
    dictionary: Dictionary,
    threads: usize,
    watcher: Watcher<'a>,
}

impl<'a> MatchingDrop<'a> {
    /// Stages the drops in turn until one is what the run used.
    pub(in crate::pipeline) fn find(
        run: &WrittenRun,
        folder: &OutputFolder,
        sources: &[&Path],
        (parting, under): (&Parting, &Path),
        threads: usize,
        watcher: Watcher<'a>,
    ) -> Result<Self, RunError> {
        let layers = run.fingerprint.corrections.len();
        for (source, corrections) in candidates(sources, layers) {
            let profile = Some(run.fingerprint.profile.as_str());
            let survey = Survey::new((source, &corrections), &run.mappings, profile, run.plan.dictionary())?;
            if !survey.assignment.undeclared.is_empty() {
                continue;
            }
            let staged =
                survey.stage(&run.plan, &run.mappings, parting.clone(), (under, threads), watcher)?;
            let dictionary = run.plan.dictionary().clone();
            let found = Self { staged, survey, dictionary, threads, watcher };
            if found.sha256()? == run.fingerprint.drop_sha256 {
                return Ok(found);
            }
        }
        Err(RunError::Differs { out: folder.path.clone(), differing: vec!["drop".to_owned()] })
    }

    /// Reads and hashes the attached files.
    pub(in crate::pipeline) fn documents(&self) -> Result<Documents<'_>, RunError> {
        let Survey { drop, profile, assignment } = &self.survey;
        Documents::read(drop, profile, (assignment, &self.dictionary), self.threads, self.watcher)
    }

    fn sha256(&self) -> Result<String, RunError> {
        let documents = self.documents()?;
        let rows = self.staged.files.iter().map(|report| (report.path.as_str(), report.sha256.to_string()));
        let attached = documents.listed().into_iter();
        let attached =
            attached.map(|document| (self.survey.drop.file(document.file).path.as_str(), document.sha256));
        Ok(drop_sha256(rows.chain(attached)))
    }
}

/// The drops among these folders, each with every choice of so many folders of corrected rows, in their order.
fn candidates<'p>(sources: &[&'p Path], layers: usize) -> Vec<(&'p Path, Vec<PathBuf>)> {
    let (rows, drops): (Vec<&Path>, Vec<&Path>) =
        sources.iter().partition(|source| holds_corrected_rows(source));
    let mut choices: Vec<Vec<PathBuf>> = vec![Vec::new()];
    for folder in rows {
        let more: Vec<_> = choices.iter().map(|choice| with(choice, folder)).collect();
        choices.extend(more);
    }
    choices.retain(|choice| choice.len() == layers);
    drops.into_iter().flat_map(|drop| choices.iter().map(move |choice| (drop, choice.clone()))).collect()
}

fn with(choice: &[PathBuf], folder: &Path) -> Vec<PathBuf> {
    choice.iter().cloned().chain([folder.to_path_buf()]).collect()
}
