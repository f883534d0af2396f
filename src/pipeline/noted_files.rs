//! What a command builds on, held against the digests that the ledger noted.

use std::collections::BTreeMap;

use super::output_digests::{digest, listed_files};
use super::output_folder::OutputFolder;
use super::report_files::{MOSAIC_LIST, PAGE, REPORT, STAGED_REPORT};
use super::sample::audit_of;
use super::verify::SIGNATURE_FILE;
use super::{AuditRefusal, RunError};
use crate::report::model::Report;

/// Files that a proof writes and never reads: whatever stands there, it writes them anew.
pub(crate) const OF_PROOF: [&str; 6] = [
    "reconciliation/differences.csv",
    "reconciliation/joining.csv",
    "reconciliation/case-files.csv",
    "reconciliation/root.json",
    PAGE,
    MOSAIC_LIST,
];

/// The digests that the ledger noted of an output folder's own files.
pub(crate) struct NotedFiles<'f> {
    folder: &'f OutputFolder,
    sha256: BTreeMap<String, String>,
}

impl<'f> NotedFiles<'f> {
    /// Reads them from the folder's ledger.
    pub(crate) fn of(folder: &'f OutputFolder) -> Result<Self, RunError> {
        let noted = folder.ledger.output_files()?.into_iter().map(|file| (file.path, file.sha256));
        Ok(Self { folder, sha256: noted.filter(|(path, _)| !path.starts_with("dry-runs/")).collect() })
    }

    /// The report, once every file but those `written_anew` is as it was noted, and none was added.
    ///
    /// # Errors
    /// [`RunError::Changed`] or [`RunError::Added`] with the first file that is not: whoever noted the digests anew would
    /// vouch for what somebody else wrote.
    pub(crate) fn report(&self, written_anew: &[&str]) -> Result<Report, RunError> {
        self.folder.remove_parts()?;
        let own = |path: &str| {
            written_anew.contains(&path) || [REPORT, STAGED_REPORT, SIGNATURE_FILE].contains(&path)
        };
        if let Some(path) = self.sha256.keys().find(|path| !own(path) && !self.is_as_noted(path, path)) {
            return Err(self.changed(path));
        }
        let added = |path: &&String| !own(path) && !self.sha256.contains_key(*path);
        if let Some(path) = listed_files(&self.folder.path)?.iter().find(added) {
            return Err(RunError::Added { out: self.folder.path.clone(), path: path.clone() });
        }
        // A process that was killed after the ledger had the digest of its report left the report beside the old one.
        let report = [REPORT, STAGED_REPORT].into_iter().find(|path| self.is_as_noted(REPORT, path));
        let report = report.ok_or_else(|| self.changed(REPORT))?;
        let report = Report::read(&self.folder.path.join(report))?;
        self.refuse_changed_audits(&report)?;
        Ok(report)
    }

    /// Refuses a ledger that has not every sample and every list of results that the report tells of: whoever wrote a report
    /// from it would forget them.
    ///
    /// # Errors
    /// [`AuditRefusal::Gone`] where one was taken out, [`RunError::Ledger`] where one was changed. A report that is not as it
    /// was noted tells nothing.
    pub(crate) fn refuse_audits_gone(&self) -> Result<(), RunError> {
        if self.is_as_noted(REPORT, REPORT) {
            self.refuse_changed_audits(&Report::read(&self.folder.path.join(REPORT))?)?;
        }
        Ok(())
    }

    fn refuse_changed_audits(&self, report: &Report) -> Result<(), RunError> {
        let known = audit_of(&self.folder.ledger, report.case_files.written())?;
        match &report.audit {
            Some(told) if !told.is_part_of(known.as_ref()) => {
                Err(AuditRefusal::Gone { out: self.folder.path.clone() }.into())
            }
            _ => Ok(()),
        }
    }

    /// The files of a folder that are not as they were noted, as paths within the output folder.
    pub(crate) fn changed_in(&self, folder: &str) -> Vec<String> {
        let own = self.sha256.keys().filter(|path| path.starts_with(folder));
        own.filter(|path| !self.is_as_noted(path, path)).cloned().collect()
    }

    /// The files of a folder that are there and not as they were noted, or not noted at all, in order.
    pub(crate) fn otherwise_in(&self, folder: &str) -> Result<Vec<String>, RunError> {
        let mut files = listed_files(&self.folder.path)?;
        files.retain(|path| path.starts_with(folder) && !self.is_as_noted(path, path));
        files.sort();
        Ok(files)
    }

    fn is_as_noted(&self, path: &str, found: &str) -> bool {
        let noted = self.sha256.get(path);
        noted.is_some() && digest(&self.folder.path.join(found)).ok().as_ref() == noted
    }

    fn changed(&self, path: &str) -> RunError {
        RunError::Changed { out: self.folder.path.clone(), path: path.to_owned() }
    }
}
