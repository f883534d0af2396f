//! Attached files that a run read when it began, and that are gone before it came to its end.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use super::RunError;
use super::batches::read_digests;
use super::fingerprint::Fingerprint;
use super::ledger_address::ledger_option;
use super::open_retry::OpenRetry;
use super::output_folder::OutputFolder;
use super::survey::Survey;
use crate::ledger::{BatchKind, BatchState, RunRow};
use crate::record::Guid;
use crate::report::model::LostFile;
use crate::report::summary::shell_path;
use crate::source::{Dictionary, DocumentsRule};

/// Attached files of the drop of a run that did not come to its end, which are gone while nothing else changed.
pub(crate) struct LostFiles<'a> {
    folder: &'a OutputFolder,
    run: &'a RunRow,
    rule: &'a DocumentsRule,
    /// At least one, in order of path.
    pub(crate) files: Vec<LostFile>,
}

impl<'a> LostFiles<'a> {
    /// Holds the drop of today, path and digest of each file, against what the run noted when it began. None where
    /// nothing is gone, or anything but attached files is other than it was.
    pub(crate) fn find(
        folder: &'a OutputFolder,
        run: &'a RunRow,
        survey: &'a Survey,
        now: &[(String, String)],
    ) -> Result<Option<Self>, RunError> {
        let Some(rule) = &survey.profile.documents else { return Ok(None) };
        let noted = folder.ledger.source_files(run.number)?.into_iter();
        let mut noted: BTreeMap<String, String> = noted.map(|file| (file.path, file.sha256)).collect();
        if now.iter().any(|(path, sha256)| noted.remove(path).as_ref() != Some(sha256)) {
            return Ok(None);
        }
        let files: Vec<_> = noted.into_iter().map(|(path, sha256)| LostFile { path, sha256 }).collect();
        let only_attached = !files.is_empty() && files.iter().all(|file| rule.holds(&file.path));
        Ok(only_attached.then_some(Self { folder, run, rule, files }))
    }

    /// Refuses where files that were given up are back, and nothing else is other than it was since.
    pub(crate) fn refuse_back(
        folder: &OutputFolder,
        run: &RunRow,
        now: &[(String, String)],
    ) -> Result<(), RunError> {
        let used = Fingerprint::parse(&run.fingerprint);
        let lost: Vec<LostFile> =
            used.into_iter().flat_map(|used| used.lost).flat_map(|lost| lost.files).collect();
        if lost.is_empty() {
            return Ok(());
        }
        let noted = folder.ledger.source_files(run.number)?.into_iter();
        let noted: HashSet<(String, String)> = noted.map(|file| (file.path, file.sha256)).collect();
        let back = now.iter().filter(|file| !noted.contains(*file));
        let files: Vec<String> = back.map(|(path, _)| path.clone()).collect();
        let is_lost = |path: &String| lost.iter().any(|file| file.path == *path);
        if !files.is_empty() && files.iter().all(is_lost) {
            return Err(RunError::FilesBack { out: folder.path.clone(), files });
        }
        Ok(())
    }

    /// Refuses to go on, and names the command that gives the files up; `moved` is where the drop lies now, where that is
    /// not where the run found it.
    pub(crate) fn refusal(&self, moved: Option<&Path>) -> Result<RunError, RunError> {
        let runs = self.folder.ledger.runs()?;
        let source = match moved {
            Some(moved) => format!(" --source {}", shell_path(moved)),
            None => OpenRetry::among(&runs).map_or_else(String::new, |open| open.source()),
        };
        let options = Fingerprint::parse(&self.run.fingerprint).map(|used| used.mappings_options());
        let command = format!(
            "care2mosaic retry {}{}{}{source} --lost-files REASON",
            shell_path(&self.folder.path),
            ledger_option(self.folder.given_ledger()),
            options.unwrap_or_default(),
        );
        Ok(RunError::FilesLost { out: self.folder.path.clone(), files: self.paths(), command })
    }

    /// Refuses to give files up of case files that this or an earlier run has sealed: they would be others without them.
    pub(crate) fn refuse_sealed(&self, dictionary: &Dictionary) -> Result<(), RunError> {
        let entity = dictionary.entity(self.rule.entity).name.as_str();
        let key = |path: &str| Guid::parse(path.get(self.rule.folder.len() + 1..)?).ok();
        let keys: BTreeMap<Guid, &str> =
            self.files.iter().filter_map(|file| Some((key(&file.path)?, file.path.as_str()))).collect();
        let mut sealed = HashSet::new();
        for batch in self.folder.ledger.batches()? {
            let own = batch.kind == BatchKind::CaseFiles;
            if !own || batch.state != BatchState::Sealed {
                continue;
            }
            let records = read_digests(&self.folder.path, batch.number)?.into_values();
            let records = records.flat_map(|(_, records)| records).filter(|record| &*record.entity == entity);
            sealed.extend(records.filter_map(|record| Some((batch.number, *keys.get(&record.key)?))));
        }
        let mut sealed: Vec<(u32, &str)> = sealed.into_iter().collect();
        sealed.sort_unstable();
        if sealed.is_empty() {
            return Ok(());
        }
        let files = sealed.iter().map(|(batch, path)| format!("{path} of batch {batch:04}")).collect();
        Err(RunError::LostButSealed { out: self.folder.path.clone(), files })
    }

    fn paths(&self) -> Vec<String> {
        self.files.iter().map(|file| file.path.clone()).collect()
    }
}
