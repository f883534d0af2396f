//! Exports and corrected rows that were changed where they lie, after something was sealed of them.

use super::Again;
use crate::ledger::{BatchRow, BatchState, RunRow};
use crate::map::compile;
use crate::pipeline::RunError;
use crate::pipeline::drop_changes::{DropChanges, FileDigest};
use crate::pipeline::drop_digests::digests_of;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::ledger_address::ledger_option;
use crate::pipeline::migrate::Migration;
use crate::pipeline::noted_drop::{NotedDrop, is_same_folder, of_layer};
use crate::pipeline::survey::Survey;
use crate::report::summary::{mappings_option, profile_option, shell_path};

impl Again<'_> {
    /// Refuses what lies where a run read something else that it sealed batches of: without that, what is sealed can no
    /// longer be proven.
    pub(super) fn refuse_changed_in_place(
        &self,
        migration: Migration<'_>,
        now: &Fingerprint,
        files: &[FileDigest],
    ) -> Result<(), RunError> {
        let batches = self.folder.ledger.batches()?;
        let has_sealed = |run: &RunRow| {
            let sealed = |batch: &BatchRow| batch.state == BatchState::Sealed && batch.run == run.number;
            !run.dry_run && batches.iter().any(sealed)
        };
        for run in self.folder.ledger.runs()?.iter().filter(|run| has_sealed(run)) {
            let Some(used) = Fingerprint::parse(&run.fingerprint) else { continue };
            let noted = NotedDrop::of(self.folder, run.number)?;
            for (layer, place) in used.places() {
                let lies_there = |(_, own): &(u32, &str)| is_same_folder(own.as_ref(), place.as_ref());
                let Some((own, _)) = now.places().find(lies_there) else { continue };
                // Mappings of today may leave aside, or take, what those of that run did not; the proof goes by the latter.
                // What an earlier version told otherwise is called as it was then.
                let is_called_so = !noted.has_own_names_of(&migration.survey.drop);
                let changes = if layer > 0 || (now.reads_like(&used) && is_called_so) {
                    noted.changes(layer, &of_layer(own, files))
                } else {
                    self.as_read_by(&used, &noted, migration)?
                };
                if !changes.is_empty() {
                    return Err(self.changed_in_place(migration, place, changes));
                }
            }
        }
        Ok(())
    }

    /// What is other where files are claimed as the mappings of that run claim them.
    fn as_read_by(
        &self,
        used: &Fingerprint,
        noted: &NotedDrop,
        migration: Migration<'_>,
    ) -> Result<DropChanges, RunError> {
        let copy = self.copy(used.run);
        let changed = |_| RunError::Changed { out: self.folder.path.clone(), path: "mappings".to_owned() };
        let plan = compile(&copy).map_err(changed)?;
        let export = migration.request.export.as_path();
        let survey = Survey::new((export, &[]), &copy, Some(&used.profile), plan.dictionary())?;
        let survey = survey.called_as(noted, plan.dictionary());
        let files = digests_of(&survey, self.request.threads, migration.watcher)?;
        Ok(noted.changes(0, &of_layer(0, &files)))
    }

    fn changed_in_place(&self, migration: Migration<'_>, place: &str, changes: DropChanges) -> RunError {
        let out = self.folder.path.clone();
        let ledger = ledger_option(self.folder.given_ledger());
        let mappings = mappings_option(&self.request.mappings);
        let profile = profile_option(migration.request.profile.as_deref());
        let command =
            format!("care2mosaic retry {}{ledger}{mappings}{profile} --source FOLDER", shell_path(&out));
        RunError::ChangedInPlace { out, place: place.into(), changes: Box::new(changes), command }
    }
}
