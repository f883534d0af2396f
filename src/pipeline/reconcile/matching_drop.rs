//! The drop that a run was made of, found among those given.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::WrittenRun;
use crate::pipeline::documents::{Documents, HashedDocuments};
use crate::pipeline::fingerprint::{drop_sha256, originals};
use crate::pipeline::noted_drop::NotedDrop;
use crate::pipeline::output_folder::OutputFolder;
use crate::pipeline::stage::{Parting, Staged};
use crate::pipeline::survey::Survey;
use crate::pipeline::{Exit, RunError, Watcher};
use crate::source::holds_corrected_rows;

/// The drop that a run was made of, staged again.
pub(in crate::pipeline) struct MatchingDrop {
    pub(in crate::pipeline) staged: Staged,
    pub(in crate::pipeline) survey: Survey,
    /// Its attached files, as they were read.
    hashed: Arc<HashedDocuments>,
}

impl MatchingDrop {
    /// Stages the drops in turn until one is what the run used. One that cannot be read is an error where none is.
    pub(in crate::pipeline) fn find(
        run: &WrittenRun,
        folder: &OutputFolder,
        sources: &[&Path],
        (parting, under): (&Parting, &Path),
        threads: usize,
        watcher: Watcher<'_>,
    ) -> Result<Self, RunError> {
        let noted = NotedDrop::used_by(folder, &run.fingerprint)?;
        let (rows, drops): (Vec<&Path>, Vec<&Path>) =
            sources.iter().partition(|source| holds_corrected_rows(source));
        let corrections = layers(&noted, &rows, run.fingerprint.corrections.len())?;
        let mut unreadable = None;
        for source in corrections.iter().flat_map(|_| &drops) {
            // Looking at sizes is cheaper than reading one that it cannot be.
            let is_only = drops.len() == 1;
            let corrections = corrections.as_deref().unwrap_or_default();
            let found = || -> Result<Option<Self>, RunError> {
                if !is_only && !run.may_have_read(&noted, source)? {
                    return Ok(None);
                }
                Self::staged((run, &noted), (source, corrections), (parting, under), threads, watcher)
            };
            match found() {
                Ok(Some(found)) => return Ok(found),
                Ok(None) => {}
                Err(error) if error.exit() == Exit::Source => unreadable = unreadable.or(Some(error)),
                Err(error) => return Err(error),
            }
        }
        let (out, differing) = (folder.path.clone(), vec!["drop".to_owned()]);
        Err(unreadable.unwrap_or(RunError::Differs { out, differing, details: Box::default() }))
    }

    /// Stages a drop, if it is what the run used.
    fn staged(
        (run, noted): (&WrittenRun, &NotedDrop),
        drop: (&Path, &[PathBuf]),
        (parting, under): (&Parting, &Path),
        threads: usize,
        watcher: Watcher<'_>,
    ) -> Result<Option<Self>, RunError> {
        let profile = Some(run.fingerprint.profile.as_str());
        let survey = Survey::new(drop, &run.mappings, profile, run.plan.dictionary())?;
        let survey = survey.called_as(noted, run.plan.dictionary());
        if !survey.assignment.undeclared.is_empty() {
            return Ok(None);
        }
        let staged = survey.stage(&run.plan, &run.mappings, parting.clone(), (under, threads), watcher)?;
        let Survey { drop, profile, assignment } = &survey;
        let called = (assignment, run.plan.dictionary());
        let hashed = Documents::read(drop, profile, called, threads, watcher)?.hashed();
        let found = Self { staged, survey, hashed };
        let digests = found.digests();
        let files = digests.iter().map(|(path, sha256)| (path.as_str(), sha256.clone()));
        Ok((drop_sha256(files) == run.fingerprint.drop_sha256).then_some(found))
    }

    /// The attached files.
    pub(in crate::pipeline) fn documents(&self) -> Documents<'_> {
        Documents::of(&self.survey.drop, Arc::clone(&self.hashed))
    }

    /// Path and digest of every file that is read, and of those of which others were made.
    fn digests(&self) -> Vec<(String, String)> {
        let documents = self.documents();
        let rows = self.staged.files.iter().map(|report| (report.path.as_str(), report.sha256.to_string()));
        let attached = documents.listed().into_iter();
        let attached =
            attached.map(|document| (self.survey.drop.file(document.file).path.as_str(), document.sha256));
        let all = rows.chain(attached).chain(originals(&self.survey.drop));
        all.map(|(path, sha256)| (path.to_owned(), sha256)).collect()
    }
}

/// The folders of corrected rows that were laid over the drop, in their order; none where one of them is not given.
fn layers(noted: &NotedDrop, rows: &[&Path], count: usize) -> Result<Option<Vec<PathBuf>>, RunError> {
    let mut layers = Vec::with_capacity(count);
    for layer in (1..).take(count) {
        let mut own = None;
        for folder in rows {
            if own.is_none() && noted.is_layer(layer, folder)? {
                own = Some(folder.to_path_buf());
            }
        }
        let Some(own) = own else { return Ok(None) };
        layers.push(own);
    }
    Ok(Some(layers))
}
