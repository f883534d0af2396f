//! An output folder, opened to be looked at.

use std::path::{Path, PathBuf};

use super::finding::Findings;
use super::ledger_view::LedgerView;
use crate::ledger::LedgerAddress;
use crate::pipeline::ledger_place::refuse_another;
use crate::pipeline::no_output_folder::without_run;
use crate::pipeline::open_retry::OpenRetry;
use crate::pipeline::status::unfinished;
use crate::pipeline::{RunError, ledger_of};
use crate::target::{FolderLock, TargetError};

/// An output folder, opened to be looked at: nothing in it is changed.
pub(super) struct Evidence {
    /// Where it is.
    pub(super) output: PathBuf,
    /// Where temporary files are put.
    pub(super) temporary: PathBuf,
    /// What its ledger says; none where the ledger is missing or damaged, which was found.
    pub(super) ledger: Option<LedgerView>,
    /// What was found while opening it.
    pub(super) findings: Findings,
    _lock: Option<FolderLock>,
}

impl Evidence {
    /// Opens a folder that holds what some run left.
    pub(super) fn open(output: &Path, given: Option<&LedgerAddress>) -> Result<Self, RunError> {
        if output.is_file() {
            let message = format!("{} is a file; name the output folder of a run", output.display());
            return Err(RunError::Usage(message));
        }
        let address = ledger_of(output, given);
        let traces = ["bagit.txt", "data", "reconciliation", "dry-runs"];
        if address.path().is_none_or(|path| !path.is_file())
            && !traces.iter().any(|trace| output.join(trace).exists())
        {
            return Err(without_run(output));
        }
        // Where nothing can be written, nobody else can be writing either.
        let lock = match FolderLock::take(output) {
            Ok(lock) => Some(lock),
            Err(error @ TargetError::Locked { .. }) => return Err(error.into()),
            Err(_) => None,
        };
        let mut findings = Findings::default();
        let ledger = LedgerView::read(&address, &mut findings)?;
        if let (Some(view), Some(given)) = (&ledger, given) {
            refuse_another(output, &view.ledger, given)?;
        }
        let temporary = output.join(".stage");
        let evidence = Self { output: output.to_path_buf(), temporary, ledger, findings, _lock: lock };
        if let Some(open) = evidence.ledger.as_ref().and_then(|view| OpenRetry::among(&view.runs)) {
            return Err(open.refusal(output, given));
        }
        if evidence.is_unfinished() {
            let none = || RunError::NoRun { out: output.to_path_buf() };
            let why = evidence.ledger.as_ref().map(|view| unfinished((output, given), &view.ledger));
            return Err(why.unwrap_or_else(none));
        }
        Ok(evidence)
    }

    /// Looks at a folder that this process holds already.
    pub(super) fn held(
        output: &Path,
        temporary: PathBuf,
        ledger: Option<&LedgerAddress>,
    ) -> Result<Self, RunError> {
        let mut findings = Findings::default();
        let ledger = LedgerView::read(&ledger_of(output, ledger), &mut findings)?;
        Ok(Self { output: output.to_path_buf(), temporary, ledger, findings, _lock: None })
    }

    /// Lets go of the folder; what is left is where it is, and what was found.
    pub(super) fn close(self) -> (PathBuf, Findings) {
        // Only an empty one: what an interrupted run left there is removed by the next.
        let _ = std::fs::remove_dir(&self.temporary);
        (self.output, self.findings)
    }

    /// Whether no run came to its end yet, and nothing is there that only a finished one leaves.
    fn is_unfinished(&self) -> bool {
        let finished = self.ledger.as_ref().is_none_or(|view| {
            // A dry run that came to its end says nothing of a run that did not.
            let dry_only = view.runs.iter().all(|run| run.dry_run);
            view.runs.iter().any(|run| run.finished.is_some() && (dry_only || !run.dry_run))
        });
        !finished && !self.output.join("bagit.txt").exists() && !self.output.join("reconciliation").exists()
    }
}
