//! Why none of the drops given is the one that a run used.

use std::path::{Path, PathBuf};

use super::WrittenRun;
use crate::pipeline::drop_changes::DropChanges;
use crate::pipeline::drop_digests::digests_of;
use crate::pipeline::noted_drop::{NotedDrop, digests_in, is_same_folder, of_layer};
use crate::pipeline::output_folder::OutputFolder;
use crate::pipeline::survey::Survey;
use crate::pipeline::{RunError, Watcher};
use crate::source::holds_corrected_rows;

/// The drops that were given, and a run that used none of them.
pub(super) struct MissingDrop<'a> {
    pub(super) folder: &'a OutputFolder,
    pub(super) run: &'a WrittenRun,
    pub(super) sources: &'a [&'a Path],
    pub(super) threads: usize,
    pub(super) watcher: Watcher<'a>,
}

impl MissingDrop<'_> {
    /// Names what was forgotten or, where nothing was, what is no longer as the run read it.
    pub(super) fn error(&self) -> Result<RunError, RunError> {
        let used = &self.run.fingerprint;
        let noted = NotedDrop::used_by(self.folder, used)?;
        let out = self.folder.path.clone();
        let (mut absent, mut given) = (Vec::new(), Vec::new());
        for (layer, place) in used.places() {
            match self.given(&noted, layer, Path::new(place))? {
                Some(source) => given.push((layer, source)),
                None => absent.push(PathBuf::from(place)),
            }
        }
        if !absent.is_empty() {
            return Ok(RunError::SourceMissing { out, sources: absent });
        }
        for (layer, source) in given {
            let changes = self.changes(&noted, layer, source)?;
            if !changes.is_empty() {
                return Ok(RunError::SourceChanged {
                    out,
                    place: source.to_path_buf(),
                    changes: Box::new(changes),
                });
            }
        }
        let (differing, details) = (vec!["drop".to_owned()], Box::default());
        Ok(RunError::Differs { out, differing, details })
    }

    /// Which of those given is to be a layer: the one that lies where it lay, else one that looks like it.
    fn given(&self, noted: &NotedDrop, layer: u32, place: &Path) -> Result<Option<&Path>, RunError> {
        let same = self.sources.iter().find(|source| is_same_folder(source, place));
        if let Some(same) = same {
            return Ok(Some(same));
        }
        for source in self.sources.iter().filter(|source| holds_corrected_rows(source) == (layer > 0)) {
            let fits = match layer {
                0 => self.run.may_have_read(noted, source)?,
                layer => noted.is_layer(layer, source)?,
            };
            if fits {
                return Ok(Some(source));
            }
        }
        Ok(None)
    }

    fn changes(&self, noted: &NotedDrop, layer: u32, source: &Path) -> Result<DropChanges, RunError> {
        if layer > 0 {
            let changes = noted.changes(layer, &digests_in(source)?);
            return Ok(changes.under(&format!("corrections-{layer}/")));
        }
        let run = self.run;
        let profile = Some(run.fingerprint.profile.as_str());
        let survey = Survey::new((source, &[]), &run.mappings, profile, run.plan.dictionary())?;
        let survey = survey.called_as(noted, run.plan.dictionary());
        Ok(noted.changes(0, &of_layer(0, &digests_of(&survey, self.threads, self.watcher)?)))
    }
}
