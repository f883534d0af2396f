//! The files of sealed batches, before anything is added to them.

use std::path::Path;

use super::output_folder::OutputFolder;
use super::parallel::in_parallel;
use super::verify::digest_of;
use super::{Event, RunError, Watcher};
use crate::ledger::{BatchRow, BatchState};
use crate::target::{Batch, ManifestFile};

/// Reads every file of every sealed batch once: nothing may be added to what somebody changed.
pub(crate) fn refuse_changed_files(
    folder: &OutputFolder,
    threads: usize,
    watcher: Watcher<'_>,
) -> Result<(), RunError> {
    let rows = folder.ledger.batches()?.into_iter();
    let sealed: Vec<BatchRow> = rows.filter(|row| row.state == BatchState::Sealed).collect();
    let places: Vec<u32> = (0..).take(sealed.len()).collect();
    watcher.tell(Event::PhaseStarted { name: "check sealed batches", batches: 0, bytes: 0 });
    let changed = in_parallel(threads, &places, |place| {
        if watcher.stopped() {
            return Err(RunError::Interrupted);
        }
        Ok(changed_files(&folder.path, &sealed[place as usize]))
    })?;
    watcher.tell(Event::PhaseFinished);
    let files = changed.concat();
    if files.is_empty() { Ok(()) } else { Err(RunError::Tampered { out: folder.path.clone(), files }) }
}

/// The files of a batch that are not what was sealed, as paths within the output folder.
fn changed_files(out: &Path, row: &BatchRow) -> Vec<String> {
    let name = |file: &str| format!("data/batches/{:04}/{file}", row.number);
    let batch = Batch::found(out, row.number);
    let batch = batch.filter(|batch| row.manifest_sha256.as_deref() == Some(batch.manifest_sha256()));
    let Some(batch) = batch else { return vec![name("manifest.json")] };
    let same = |file: &ManifestFile| {
        digest_of(&batch.folder().join(&file.path)).is_ok_and(|(_, sha256)| sha256 == file.sha256)
    };
    let differing = batch.manifest().files.iter().filter(|file| !same(file));
    differing.map(|file| name(&file.path)).collect()
}
