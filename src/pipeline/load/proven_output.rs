//! An output folder that may be loaded: sealed, proven, and as it was then.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;
use std::path::Path;

use crate::ledger::{BatchRow, BatchState};
use crate::pipeline::output_folder::OutputFolder;
use crate::pipeline::reconcile::WrittenRun;
use crate::pipeline::{Event, RunError, Watcher};
use crate::reconcile::reader::{BatchFolder, ImportFile};
use crate::report::model::Verdict;
use crate::target::contract::{Contract, TableId};
use crate::target::{HashingWriter, TargetError};

/// An output folder that may be loaded.
pub(super) struct ProvenOutput {
    run: WrittenRun,
    /// Its batches in order of number.
    pub(super) batches: Vec<BatchFolder>,
    /// The number of rows of each table, by the manifests.
    pub(super) rows: BTreeMap<TableId, u64>,
    out: std::path::PathBuf,
}

impl ProvenOutput {
    /// Holds a folder against its ledger and its manifests; every import file is read once.
    pub(super) fn find(folder: &OutputFolder, watcher: Watcher<'_>) -> Result<Self, RunError> {
        folder.refuse_open_retry()?;
        let rows = folder.ledger.batches()?;
        let open: Vec<u32> =
            rows.iter().filter(|row| row.state != BatchState::Sealed).map(|row| row.number).collect();
        if !open.is_empty() {
            return Err(RunError::Unsealed {
                out: folder.path.clone(),
                batches: open,
                command: folder.next_command(),
            });
        }
        let run = WrittenRun::find(folder)?;
        let verdict = run.run.verdict.clone().unwrap_or_default();
        let proven = [Verdict::Reconciled, Verdict::ReconciledWithExceptions];
        if !proven.iter().any(|proven| proven.word() == verdict) {
            return Err(RunError::NotProven {
                out: folder.path.clone(),
                verdict,
                command: folder.next_command(),
            });
        }
        let mut output = Self { run, batches: Vec::new(), rows: BTreeMap::new(), out: folder.path.clone() };
        watcher.tell(Event::PhaseStarted { name: "verify", batches: rows.len() as u64, bytes: 0 });
        let mut changed = Vec::new();
        for row in &rows {
            output.add(row, &mut changed);
            watcher.tell(Event::BatchFinished { number: row.number, rows: 0 });
        }
        watcher.tell(Event::PhaseFinished);
        if changed.is_empty() {
            Ok(output)
        } else {
            Err(RunError::Tampered { out: output.out, files: changed })
        }
    }

    /// The contract that the folder was written by.
    pub(super) fn contract(&self) -> &Contract {
        self.run.plan.contract()
    }

    /// Takes a batch up, and notes the files of it that are not what they were.
    fn add(&mut self, row: &BatchRow, changed: &mut Vec<String>) {
        let name = format!("data/batches/{:04}", row.number);
        let manifest = self.out.join(&name).join("manifest.json");
        let batch = BatchFolder::open(&self.out, row.number, self.contract());
        let (Ok(batch), Ok(sha256)) = (batch, sha256_of(&manifest)) else {
            changed.push(format!("{name}/manifest.json"));
            return;
        };
        if row.manifest_sha256.as_ref() != Some(&sha256) {
            changed.push(format!("{name}/manifest.json"));
            return;
        }
        let Some(listed) = &batch.manifest else { return };
        let files: BTreeSet<&str> = batch.files.iter().map(|file| file.name.as_str()).collect();
        let strangers = files.iter().filter(|file| listed.file(file).is_none());
        changed.extend(strangers.map(|file| format!("{name}/{file}")));
        for file in listed.files.iter().filter(|file| file.table.is_some()) {
            let path = batch.folder().join(&file.path);
            let same = sha256_of(&path).is_ok_and(|sha256| sha256 == file.sha256);
            let known = batch.files.iter().find(|own| own.name == file.path).and_then(|own| own.table);
            match (known, file.rows) {
                (Some(table), Some(rows)) if same => *self.rows.entry(table).or_default() += rows,
                _ => changed.push(format!("{name}/{}", file.path)),
            }
        }
        self.batches.push(batch);
    }

    /// Confirms that a file, read to its end, was what its manifest says.
    pub(super) fn confirm(&self, batch: &BatchFolder, name: &str, file: &ImportFile) -> Result<(), RunError> {
        let listed = batch.manifest.as_ref().and_then(|manifest| manifest.file(name));
        let whole = listed.is_some_and(|listed| file.digest() == (listed.bytes, listed.sha256.clone()));
        if whole && file.faults().is_empty() {
            return Ok(());
        }
        let files = vec![format!("data/batches/{:04}/{name}", batch.number)];
        Err(RunError::Tampered { out: self.out.clone(), files })
    }
}

fn sha256_of(path: &Path) -> Result<String, RunError> {
    let at = || TargetError::at(path);
    let mut file = File::open(path).map_err(at())?;
    let mut out = HashingWriter::new(io::sink());
    io::copy(&mut file, &mut out).map_err(at())?;
    Ok(out.finish().2)
}
