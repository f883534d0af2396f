//! The files of sealed batches, before anything is added to them.

use std::collections::HashSet;
use std::path::Path;

use super::fingerprint::Fingerprint;
use super::noted_files::NotedFiles;
use super::output_folder::{OutputFolder, names};
use super::parallel::in_parallel;
use super::verify::digest_of;
use super::{Event, RunError, Watcher};
use crate::ledger::{BatchRow, BatchState};
use crate::map::compile;
use crate::target::{Batch, ManifestFile};

/// Where the digests stand that a later drop is held against.
const DIGESTS: &str = "digests/";

/// Reads every file of every sealed batch once, and what later drops are held against: nothing may be added to what somebody
/// changed. Nor may what audits came to be forgotten.
pub(crate) fn refuse_changed_files(
    folder: &OutputFolder,
    threads: usize,
    watcher: Watcher<'_>,
) -> Result<(), RunError> {
    let rows = folder.ledger.batches()?.into_iter();
    let sealed: Vec<BatchRow> = rows.filter(|row| row.state == BatchState::Sealed).collect();
    let places: Vec<u32> = (0..).take(sealed.len()).collect();
    refuse_changed_mappings(folder, &sealed)?;
    watcher.tell(Event::PhaseStarted { name: "check sealed batches", batches: 0, bytes: 0 });
    let changed = in_parallel(threads, &places, |place| {
        if watcher.stopped() {
            return Err(RunError::Interrupted);
        }
        let batch = &sealed[place as usize];
        if let Some(path) = added_file(&folder.path, batch.number)? {
            return Err(RunError::Added { out: folder.path.clone(), path });
        }
        Ok(changed_files(&folder.path, batch))
    })?;
    watcher.tell(Event::PhaseFinished);
    let mut files = changed.concat();
    let noted = NotedFiles::of(folder)?;
    files.extend(noted.changed_in(DIGESTS));
    noted.refuse_audits_gone()?;
    if files.is_empty() { Ok(()) } else { Err(RunError::Tampered { out: folder.path.clone(), files }) }
}

/// The copies of the mappings by which batches were sealed have to be those: no proof does without them.
fn refuse_changed_mappings(folder: &OutputFolder, sealed: &[BatchRow]) -> Result<(), RunError> {
    let runs = folder.ledger.runs()?;
    for run in runs.iter().filter(|run| sealed.iter().any(|batch| batch.run == run.number)) {
        let Some(used) = Fingerprint::parse(&run.fingerprint) else { continue };
        let copy = folder.path.join("mappings").join(format!("{:04}", used.run));
        if compile(&copy).ok().is_none_or(|plan| plan.sha256() != used.mappings_sha256) {
            return Err(RunError::Changed { out: folder.path.clone(), path: "mappings".to_owned() });
        }
    }
    Ok(())
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

/// A file in the folder of a batch that its manifest does not list: the bag would vouch for it.
fn added_file(out: &Path, number: u32) -> Result<Option<String>, RunError> {
    let Some(batch) = Batch::found(out, number) else { return Ok(None) };
    let listed: HashSet<&str> = batch.manifest().files.iter().map(|file| file.path.as_str()).collect();
    let mut open = vec![String::new()];
    while let Some(under) = open.pop() {
        for name in names(&batch.folder().join(&under))? {
            let path = if under.is_empty() { name } else { format!("{under}/{name}") };
            if batch.folder().join(&path).is_dir() {
                open.push(path);
            } else if path != "manifest.json" && !listed.contains(path.as_str()) {
                return Ok(Some(format!("data/batches/{number:04}/{path}")));
            }
        }
    }
    Ok(None)
}
