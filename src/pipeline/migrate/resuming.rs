//! What the folder holds before the run begins.

use std::fs::File;
use std::io;

use super::migration::Migration;
use crate::ledger::RunRow;
use crate::pipeline::fingerprint::{Fingerprint, drop_sha256, originals};
use crate::pipeline::lost_files::LostFiles;
use crate::pipeline::output_folder::remove_folder;
use crate::pipeline::parallel::in_parallel;
use crate::pipeline::sealed_files::refuse_changed_files;
use crate::pipeline::verify::changes_of;
use crate::pipeline::{Event, Exit, Finished, MigrateRequest, RunError};
use crate::record::FileId;
use crate::report::model::Report;
use crate::source::ReadError;
use crate::target::{HashingWriter, hex};

/// The path of a file within the drop, and its SHA-256.
pub(crate) type FileDigest = (String, String);

/// The digest of a drop whose files are these.
pub(crate) fn digest_of_drop(files: &[FileDigest]) -> String {
    drop_sha256(files.iter().map(|(path, sha256)| (path.as_str(), sha256.clone())))
}

/// What the folder holds before the run begins.
pub(super) enum Standing {
    /// Nothing that is sealed.
    Fresh,
    /// The same run, which was interrupted.
    Unfinished(RunRow),
    /// The same run, finished.
    Finished(Box<Finished>),
}

impl Migration<'_> {
    /// Looks whether the folder holds this run already, and refuses where it holds another.
    pub(super) fn standing(self) -> Result<Standing, RunError> {
        self.folder.refuse_open_retry()?;
        let Some(run) = self.folder.current_run()? else { return Ok(Standing::Fresh) };
        let key = self.folder.proof_key(self.request.proof_key.as_deref(), true)?;
        let files = self.hash_files()?;
        let now = self.fingerprint_of(digest_of_drop(&files), &key);
        if run.finished.is_none() {
            self.refuse_lost(&run, &now, &files)?;
        }
        self.refuse_other(&run, &now)?;
        if run.finished.is_none() {
            refuse_changed_files(self.folder, self.request.threads, self.watcher)?;
            return Ok(Standing::Unfinished(run));
        }
        Ok(Standing::Finished(Box::new(self.finished_before(&run)?)))
    }

    /// What another process came to, that finished the run.
    pub(super) fn finished_elsewhere(self, number: u32) -> Result<Finished, RunError> {
        self.remove_leavings()?;
        let run = self.folder.ledger.runs()?.into_iter().find(|run| run.number == number);
        self.finished(&run.ok_or_else(|| RunError::NoRun { out: self.request.out.clone() })?)
    }

    /// What a run that came to its end before had to say: nothing is changed.
    pub(crate) fn finished_before(self, run: &RunRow) -> Result<Finished, RunError> {
        if let Some(worker) = self.worker {
            worker.clear_after_others(&self.folder.ledger)?;
        }
        self.refuse_changed()?;
        self.remove_leavings()?;
        Ok(Finished { changed: false, ..self.finished(run)? })
    }

    /// A run that is finished, as its report tells it.
    pub(crate) fn finished(self, run: &RunRow) -> Result<Finished, RunError> {
        let output = self.request.out.clone();
        let report = Report::read(&output.join("reconciliation").join("report.json"))?;
        let exit = run.exit_code.and_then(Exit::from_code).unwrap_or(Exit::Internal);
        Ok(Finished { report, exit, changed: true, output })
    }

    /// Removes what the process left that was killed after its run was finished.
    pub(super) fn remove_leavings(self) -> Result<(), RunError> {
        match self.worker {
            Some(worker) => worker.tidy_up(&self.folder.ledger),
            None => Ok(remove_folder(&self.request.out.join(".stage"))?),
        }
    }

    /// A finished run that other hands changed is not as it ended.
    fn refuse_changed(self) -> Result<(), RunError> {
        let MigrateRequest { out, ledger, threads, .. } = self.request;
        let place = (out.as_path(), self.room().join(".stage"));
        let findings = changes_of(place, ledger.as_ref(), *threads, self.watcher)?;
        let Some(first) = findings.first() else { return Ok(()) };
        let first = format!("{}: {}", first.file, first.expected);
        Err(RunError::ChangedSince { out: out.clone(), findings: findings.len(), first })
    }

    /// Refuses to go on with a run that depended on something else.
    pub(super) fn refuse_other(self, run: &RunRow, now: &Fingerprint) -> Result<(), RunError> {
        let differing = match Fingerprint::parse(&run.fingerprint) {
            Some(then) => now.differing(&then),
            None => vec!["program version".to_owned()],
        };
        if differing.is_empty() {
            return Ok(());
        }
        Err(RunError::Differs { out: self.request.out.clone(), differing })
    }

    /// Refuses where attached files are gone that the run read when it began, and nothing else is other than it was.
    fn refuse_lost(self, run: &RunRow, now: &Fingerprint, files: &[FileDigest]) -> Result<(), RunError> {
        let differing = Fingerprint::parse(&run.fingerprint).map(|then| now.differing(&then));
        if differing.is_none_or(|differing| differing != ["drop"]) {
            return Ok(());
        }
        LostFiles::refuse_back(self.folder, run, files)?;
        let lost = LostFiles::find(self.folder, run, self.survey, files)?;
        lost.map_or(Ok(()), |lost| Err(lost.refusal()?))
    }

    /// Hashes every file of the drop before anything is made of it.
    pub(crate) fn hash_files(self) -> Result<Vec<FileDigest>, RunError> {
        let assignment = &self.survey.assignment;
        let rows = assignment.sources.iter().map(|source| source.file.0);
        // A file that came since is a change of the drop, though nobody reads it.
        let others = assignment.documents.iter().chain(&assignment.undeclared).map(|file| file.0);
        let mut numbers: Vec<u32> = rows.chain(others).collect();
        numbers.sort_unstable();
        let bytes = self.survey.row_bytes() + self.survey.document_bytes();
        self.watcher.tell(Event::PhaseStarted { name: "compare the drop", batches: 0, bytes });
        let hashed = in_parallel(self.request.threads, &numbers, |number| self.hash_file(FileId(number)))?;
        self.watcher.tell(Event::PhaseFinished);
        let paths = numbers.iter().map(|number| self.survey.drop.file(FileId(*number)).path.clone());
        let originals = originals(&self.survey.drop).map(|(path, sha256)| (path.to_owned(), sha256));
        Ok(paths.zip(hashed).chain(originals).collect())
    }

    fn hash_file(self, id: FileId) -> Result<String, RunError> {
        if self.watcher.stopped() {
            return Err(RunError::Interrupted);
        }
        let file = self.survey.drop.file(id);
        let unreadable = |source| ReadError::Io { path: file.path.clone(), source };
        let mut input = File::open(self.survey.drop.full_path(file)).map_err(unreadable)?;
        let mut hasher = HashingWriter::new(io::sink());
        io::copy(&mut input, &mut hasher).map_err(unreadable)?;
        let (_, bytes, sha256) = hasher.into_digest();
        self.watcher.tell(Event::Read { bytes, records: 0 });
        Ok(hex(&sha256))
    }
}
