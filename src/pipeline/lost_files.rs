//! Attached files that a run read when it began, and that are gone before it came to its end.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::batches::read_digests;
use super::fingerprint::Fingerprint;
use super::ledger_address::ledger_option;
use super::open_retry::OpenRetry;
use super::output_folder::OutputFolder;
use super::own_names::OwnNames;
use super::survey::Survey;
use super::{LostFilesRefusal, RunError};
use crate::ledger::{BatchKind, BatchState, RunRow, SourceFileRow};
use crate::record::Guid;
use crate::report::model::LostFile;
use crate::report::summary::shell_path;
use crate::source::{AbsentFile, Dictionary, NamedDocuments};

/// Attached files of the drop of a run that did not come to its end, which are gone while nothing else changed.
pub(crate) struct LostFiles<'a> {
    folder: &'a OutputFolder,
    run: &'a RunRow,
    /// At least one, in order of path.
    files: Vec<Lost>,
}

/// A file that is gone.
struct Lost {
    row: SourceFileRow,
    /// The path that it had, where that is not told.
    own_path: Option<String>,
    /// The batch of the case file that it belongs to, where one was ever worked on.
    batch: Option<u32>,
    /// Whether that batch is sealed.
    sealed: bool,
}

/// What becomes of files that are gone.
#[derive(Debug, Default)]
pub(crate) struct SettledFiles {
    /// Their case files are held.
    pub(crate) given_up: Vec<LostFile>,
    /// The run goes on as if they were there.
    pub(crate) kept: Vec<AbsentFile>,
}

impl<'a> LostFiles<'a> {
    /// Holds the drop of today, path and digest of each file, against what the run noted when it began. None where
    /// nothing is gone, or anything but attached files is other than it was.
    pub(crate) fn find(
        folder: &'a OutputFolder,
        run: &'a RunRow,
        (survey, dictionary): (&Survey, &Dictionary),
        now: &[(String, String)],
    ) -> Result<Option<Self>, RunError> {
        let Some(rule) = &survey.profile.documents else { return Ok(None) };
        let noted = folder.ledger.source_files(run.number)?.into_iter();
        let mut noted: BTreeMap<String, SourceFileRow> =
            noted.map(|file| (file.path.clone(), file)).collect();
        if now.iter().any(|(path, sha256)| noted.remove(path).is_none_or(|file| file.sha256 != *sha256)) {
            return Ok(None);
        }
        if noted.is_empty() || !noted.keys().all(|path| rule.holds(path)) {
            return Ok(None);
        }
        let batches = batches_of(folder, dictionary.entity(rule.entity).name.as_str())?;
        let Survey { drop, profile, assignment } = survey;
        let named = NamedDocuments::read(drop, assignment, profile, dictionary)?;
        let key = |path: &str| {
            let within = path.get(rule.folder.len() + 1..)?;
            named.as_ref().map_or_else(|| Guid::parse(within).ok(), |named| named.key(within))
        };
        let own = OwnNames::of(survey, named.as_ref());
        let lost = |row: &SourceFileRow| {
            let own_path = own.of_lost(&row.path, noted.keys().map(String::as_str));
            let batch =
                key(own_path.as_ref().unwrap_or(&row.path)).and_then(|key| batches.get(&key)).copied();
            let (batch, sealed) = (batch.map(|(number, _)| number), batch.is_some_and(|(_, sealed)| sealed));
            Lost { row: row.clone(), own_path, batch, sealed }
        };
        Ok(Some(Self { folder, run, files: noted.values().map(lost).collect() }))
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
            return Err(LostFilesRefusal::Back { out: folder.path.clone(), files }.into());
        }
        Ok(())
    }

    /// Refuses to go on without a decision: names the command that gives up what may be given up, or that does without what
    /// is sealed. `moved` is where the drop lies now, where that is not where the run found it.
    pub(crate) fn refusal(&self, moved: Option<&Path>) -> Result<RunError, RunError> {
        let open = self.open(&[]);
        if open.is_empty() { self.sealed_refusal(moved) } else { self.open_refusal(&open, (&[], moved)) }
    }

    /// Parts the files: with a reason, those of the batches that are asked for (none: of all that are not sealed) are given
    /// up; what is needed by no batch that is asked for stays as it was.
    ///
    /// # Errors
    /// [`LostFilesRefusal::Gone`] where somebody has to decide, [`LostFilesRefusal::Sealed`] where nothing is to be given up, or
    /// what is sealed cannot be told again.
    pub(crate) fn settle(
        &self,
        reason: Option<&str>,
        batches: &[u32],
        moved: Option<&Path>,
    ) -> Result<SettledFiles, RunError> {
        let needed = self.open(batches);
        match reason {
            None if !needed.is_empty() => return Err(self.open_refusal(&needed, (batches, moved))?),
            Some(_) if needed.is_empty() && self.open(&[]).is_empty() => {
                return Err(self.sealed_refusal(moved)?);
            }
            Some(_) if needed.is_empty() => {
                return Err(RunError::Usage(
                    "no attached file that is gone belongs to a batch that is named: leave --lost-files out"
                        .to_owned(),
                ));
            }
            _ => {}
        }
        let given_up: HashSet<&str> = needed.iter().map(|file| file.row.path.as_str()).collect();
        let mut settled = SettledFiles::default();
        for file in &self.files {
            let SourceFileRow { path, bytes, sha256, .. } = file.row.clone();
            let copy = self.copy(file);
            if given_up.contains(path.as_str()) {
                settled.given_up.push(LostFile { path, sha256 });
            } else if file.sealed && copy.is_none() {
                return Err(self.sealed_refusal(moved)?);
            } else {
                let own_path = file.own_path.clone();
                settled.kept.push(AbsentFile { path, own_path, bytes, sha256, copy });
            }
        }
        Ok(settled)
    }

    /// The files that no sealed case file has, of some batches, or of all where none is named.
    fn open(&self, batches: &[u32]) -> Vec<&Lost> {
        let asked =
            |file: &&Lost| batches.is_empty() || file.batch.is_some_and(|batch| batches.contains(&batch));
        self.files.iter().filter(|file| !file.sealed).filter(asked).collect()
    }

    /// The copy that the sealed batch of a file has.
    fn copy(&self, file: &Lost) -> Option<PathBuf> {
        let batch = file.batch.filter(|_| file.sealed)?;
        let batches = self.folder.path.join("data").join("batches");
        let copy = batches.join(format!("{batch:04}")).join("documents").join(&file.row.sha256);
        copy.is_file().then_some(copy)
    }

    fn open_refusal(
        &self,
        files: &[&Lost],
        (batches, moved): (&[u32], Option<&Path>),
    ) -> Result<RunError, RunError> {
        let named = batches.iter().map(|batch| format!(" --batch {batch}")).collect::<Vec<_>>().concat();
        let command = format!("{}{named} --lost-files REASON", self.retry(moved)?);
        let files = files.iter().map(|file| file.row.path.clone()).collect();
        Ok(LostFilesRefusal::Gone { out: self.folder.path.clone(), files, command }.into())
    }

    fn sealed_refusal(&self, moved: Option<&Path>) -> Result<RunError, RunError> {
        let sealed: Vec<&Lost> = self.files.iter().filter(|file| file.sealed).collect();
        let copied = sealed.iter().all(|file| self.copy(file).is_some());
        let command = copied.then(|| self.retry(moved)).transpose()?;
        let named =
            |file: &&Lost| format!("{} of batch {:04}", file.row.path, file.batch.unwrap_or_default());
        let files = sealed.iter().map(named).collect();
        Ok(LostFilesRefusal::Sealed { out: self.folder.path.clone(), files, command }.into())
    }

    /// The command that goes on with the run.
    fn retry(&self, moved: Option<&Path>) -> Result<String, RunError> {
        let runs = self.folder.ledger.runs()?;
        let source = match moved {
            Some(moved) => format!(" --source {}", shell_path(moved)),
            None => OpenRetry::among(&runs).map_or_else(String::new, |open| open.source()),
        };
        let options = Fingerprint::parse(&self.run.fingerprint).map(|used| used.mappings_options());
        let (out, ledger) = (shell_path(&self.folder.path), ledger_option(self.folder.given_ledger()));
        Ok(format!("care2mosaic retry {out}{ledger}{}{source}", options.unwrap_or_default()))
    }
}

/// The batch in which each record that describes an attached file was worked on, and whether it is sealed.
fn batches_of(folder: &OutputFolder, entity: &str) -> Result<HashMap<Guid, (u32, bool)>, RunError> {
    let mut batches = HashMap::new();
    for batch in folder.ledger.batches()?.iter().filter(|batch| batch.kind == BatchKind::CaseFiles) {
        let sealed = batch.state == BatchState::Sealed;
        let records = match read_digests(&folder.path, batch.number) {
            // Of one that could not be written there may be none.
            Err(_) if !sealed => continue,
            records => records?.into_values().flat_map(|(_, records)| records),
        };
        for record in records.filter(|record| &*record.entity == entity) {
            let known = batches.entry(record.key).or_insert((batch.number, sealed));
            if sealed {
                *known = (batch.number, sealed);
            }
        }
    }
    Ok(batches)
}
