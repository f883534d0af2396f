//! What the folder holds before the run begins.

use std::path::Path;

use super::migration::Migration;
use crate::ledger::RunRow;
use crate::pipeline::details::Details;
use crate::pipeline::drop_changes::{DropChanges, FileDigest};
use crate::pipeline::drop_digests::{digest_of_drop, digests_of};
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::ledger_address::ledger_option;
use crate::pipeline::lost_files::LostFiles;
use crate::pipeline::noted_drop::{NotedDrop, is_same_folder};
use crate::pipeline::output_folder::remove_folder;
use crate::pipeline::report_files::is_half_told;
use crate::pipeline::sealed_files::refuse_changed_files;
use crate::pipeline::status::next_command;
use crate::pipeline::verify::changes_of;
use crate::pipeline::{Exit, Finished, MigrateRequest, RunError};
use crate::report::model::Report;

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
        if self.request.proof_key.is_none() && !self.request.out.join("proof.key").is_file() {
            // None is made in its place: it would hide that the one is gone.
            return Err(RunError::Changed { out: self.request.out.clone(), path: "proof.key".to_owned() });
        }
        let key = self.folder.proof_key(self.request.proof_key.as_deref(), true)?;
        let files = digests_of(self.survey, self.request.threads, self.watcher)?;
        let now = self.fingerprint_of(digest_of_drop(&files), &key);
        if run.finished.is_none() {
            self.refuse_lost(&run, &now, &files)?;
        }
        self.refuse_other(&run, &now, Some(&files))?;
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
        Ok(Finished { report, exit, changed: true, unproven: None, output })
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
        if is_half_told(out) {
            let command = next_command((out, ledger.as_ref()), &self.folder.ledger);
            return Err(RunError::ProofBrokenOff { out: out.clone(), command });
        }
        let first = format!("{}: {}", first.file, first.expected);
        let options = ledger_option(ledger.as_ref());
        Err(RunError::ChangedSince { out: out.clone(), findings: findings.len(), first, options })
    }

    /// Refuses to go on with a run that depended on something else; `files` are those of the drop.
    pub(super) fn refuse_other(
        self,
        run: &RunRow,
        now: &Fingerprint,
        files: Option<&[FileDigest]>,
    ) -> Result<(), RunError> {
        let differing = match Fingerprint::parse(&run.fingerprint) {
            Some(then) => now.differing(&then),
            None => vec!["program version".to_owned()],
        };
        if differing.is_empty() {
            return Ok(());
        }
        let changes = match files {
            Some(files) => NotedDrop::of(self.folder, run.number)?.all_changes(files),
            None => DropChanges::default(),
        };
        let details = match Fingerprint::parse(&run.fingerprint) {
            Some(then) => self.details((now, &then), changes),
            None => Details::of_drop(changes),
        };
        Err(RunError::Differs { out: self.request.out.clone(), differing, details: Box::new(details) })
    }

    /// What is known of how two runs differ, the second that of the folder.
    pub(crate) fn details(self, (now, used): (&Fingerprint, &Fingerprint), changes: DropChanges) -> Details {
        let copy = self.request.out.join("mappings").join(format!("{:04}", used.run));
        Details::between((now, used), (&copy, &self.request.mappings), self.plan, changes)
    }

    /// Refuses where attached files are gone that the run read when it began, and nothing else is other than it was.
    fn refuse_lost(self, run: &RunRow, now: &Fingerprint, files: &[FileDigest]) -> Result<(), RunError> {
        let Some(then) = Fingerprint::parse(&run.fingerprint) else { return Ok(()) };
        if now.differing(&then) != ["drop"] {
            return Ok(());
        }
        LostFiles::refuse_back(self.folder, run, files)?;
        let lost = LostFiles::find(self.folder, run, (self.survey, self.plan.dictionary()), files)?;
        let export = self.request.export.as_path();
        let moved = (!is_same_folder(export, Path::new(&then.export))).then_some(export);
        lost.map_or(Ok(()), |lost| Err(lost.refusal(moved)?))
    }
}
