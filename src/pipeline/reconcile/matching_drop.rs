//! The drop that a run was made of, found among those given.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::WrittenRun;
use crate::pipeline::documents::Documents;
use crate::pipeline::fingerprint::{drop_sha256, originals};
use crate::pipeline::output_folder::OutputFolder;
use crate::pipeline::stage::{Parting, Staged};
use crate::pipeline::survey::Survey;
use crate::pipeline::{RunError, Watcher};
use crate::source::{Dictionary, holds_corrected_rows};

/// How many files of a drop that differ are named.
const NAMED: usize = 5;

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
        let mut nearest: Option<Vec<String>> = None;
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
            let digests = found.digests()?;
            let files = digests.iter().map(|(path, sha256)| (path.as_str(), sha256.clone()));
            if drop_sha256(files) == run.fingerprint.drop_sha256 {
                return Ok(found);
            }
            let others = others(folder, run, digests)?;
            if nearest.as_ref().is_none_or(|nearest| others.len() < nearest.len()) {
                nearest = Some(others);
            }
        }
        let differing = vec![named(&nearest.unwrap_or_default())];
        Err(RunError::Differs { out: folder.path.clone(), differing })
    }

    /// Reads and hashes the attached files.
    pub(in crate::pipeline) fn documents(&self) -> Result<Documents<'_>, RunError> {
        let Survey { drop, profile, assignment } = &self.survey;
        Documents::read(drop, profile, (assignment, &self.dictionary), self.threads, self.watcher)
    }

    /// Path and digest of every file that is read, and of those of which others were made.
    fn digests(&self) -> Result<Vec<(String, String)>, RunError> {
        let documents = self.documents()?;
        let rows = self.staged.files.iter().map(|report| (report.path.as_str(), report.sha256.to_string()));
        let attached = documents.listed().into_iter();
        let attached =
            attached.map(|document| (self.survey.drop.file(document.file).path.as_str(), document.sha256));
        let all = rows.chain(attached).chain(originals(&self.survey.drop));
        Ok(all.map(|(path, sha256)| (path.to_owned(), sha256)).collect())
    }
}

/// The files of a drop that are other than those that a run noted, those that it did not note, and those that are gone.
fn others(
    folder: &OutputFolder,
    run: &WrittenRun,
    digests: Vec<(String, String)>,
) -> Result<Vec<String>, RunError> {
    let noted = folder.ledger.source_files(run.run.number)?.into_iter();
    let mut noted: BTreeMap<String, String> = noted.map(|file| (file.path, file.sha256)).collect();
    let mut others: Vec<String> = digests
        .into_iter()
        .filter(|(path, sha256)| noted.remove(path).as_ref() != Some(sha256))
        .map(|(path, _)| path)
        .collect();
    others.extend(noted.into_keys());
    others.sort();
    Ok(others)
}

/// The drop as what differs, with the first of its files that do.
fn named(others: &[String]) -> String {
    let first: Vec<&str> = others.iter().take(NAMED).map(String::as_str).collect();
    match others.len() {
        0 => "drop".to_owned(),
        all if all > NAMED => format!("drop ({} and {} more)", first.join(", "), all - NAMED),
        _ => format!("drop ({})", first.join(", ")),
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
