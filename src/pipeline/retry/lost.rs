//! Attached files that are gone since an unfinished run began.

use super::{Again, has_sealed};
use crate::pipeline::drop_changes::{DropChanges, FileDigest};
use crate::pipeline::drop_digests::digest_of_drop;
use crate::pipeline::earlier::FIRST_RUN;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::ledger_address::ledger_option;
use crate::pipeline::lost_files::{LostFiles, SettledFiles};
use crate::pipeline::migrate::GivenUp;
use crate::pipeline::noted_drop::NotedDrop;
use crate::pipeline::survey::Survey;
use crate::pipeline::{LostFilesRefusal, RunError};
use crate::report::model;
use crate::report::summary::shell_path;
use crate::source::AbsentFile;

impl Again<'_> {
    /// Where attached files are gone since the run began, and nothing else is other than it was: gives up those that a batch
    /// needs which is tried again, if somebody said so, and refuses otherwise. Gives the others, without which it goes on.
    pub(super) fn settle_lost_files(
        &mut self,
        survey: &Survey,
        now: &Fingerprint,
        files: &[FileDigest],
    ) -> Result<Vec<AbsentFile>, RunError> {
        // A retry that sealed nothing is begun anew with whatever is there now.
        let is_bound = self.used.run == FIRST_RUN || has_sealed(self.folder, &self.last)?;
        let is_open = self.last.finished.is_none() && is_bound && now.differing(&self.used) == ["drop"];
        let SettledFiles { given_up, kept } = if is_open {
            LostFiles::refuse_back(self.folder, &self.last, files)?;
            let drop = (survey, self.plan.dictionary());
            let lost = LostFiles::find(self.folder, &self.last, drop, files)?;
            let (reason, source) = (self.request.lost_files.as_deref(), self.request.source.as_deref());
            let settled = lost.map(|lost| lost.settle(reason, &self.request.batches, source));
            settled.transpose()?.unwrap_or_default()
        } else {
            SettledFiles::default()
        };
        let Some(reason) = self.request.lost_files.clone() else { return Ok(kept) };
        if given_up.is_empty() {
            if !self.used.lost.is_empty() {
                return Ok(kept);
            }
            let noted = NotedDrop::of(self.folder, self.last.number)?;
            return Err(RunError::Usage(nothing_lost(is_open, &noted.all_changes(files))));
        }
        let paths: Vec<String> = given_up.iter().map(|file| file.path.clone()).collect();
        self.used.lost.push(model::LostFiles { reason, files: given_up });
        self.used.drop_sha256 = digest_of_drop(&with(files, &kept));
        self.last.fingerprint = self.used.to_json();
        self.given_up = Some(GivenUp { fingerprint: self.last.fingerprint.clone(), paths });
        Ok(kept)
    }

    /// A sealed batch that would be another without the files that are given up now: they are not.
    pub(super) fn named_by_sealed(&self, error: RunError) -> RunError {
        match (error, &self.given_up) {
            (RunError::SealedDiffers { number }, Some(GivenUp { paths, .. })) => {
                let ledger = ledger_option(self.folder.given_ledger());
                let command = format!("care2mosaic retry {}{ledger}", shell_path(&self.folder.path));
                let (out, files) = (self.folder.path.clone(), paths.clone());
                LostFilesRefusal::Named { out, number, files, command }.into()
            }
            (error, _) => error,
        }
    }
}

/// The files of a drop, with those that are gone as they were.
pub(super) fn with(files: &[FileDigest], kept: &[AbsentFile]) -> Vec<FileDigest> {
    let kept = kept.iter().map(|file| (file.path.clone(), file.sha256.clone()));
    files.iter().cloned().chain(kept).collect()
}

/// Why nothing is to be given up.
fn nothing_lost(is_open: bool, changes: &DropChanges) -> String {
    if is_open && !changes.gone.is_empty() {
        return format!(
            "only attached files that are gone are given up, and more changed since the run began: {changes}; bring back \
             all but those"
        );
    }
    "no attached file is gone since an unfinished run began: leave --lost-files out; an export without a file needs no \
     decision, its case file is held"
        .to_owned()
}
