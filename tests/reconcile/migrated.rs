//! A small synthetic drop, migrated.

use std::path::{Path, PathBuf};

use care2mosaic::pipeline::{Cancel, Finished, MigrateRequest, RunError, Silent, migrate};
use care2mosaic::synth::{SynthOptions, synth};
use tempfile::TempDir;

/// A drop and what it was migrated to, in a folder that goes with it.
pub(super) struct Migrated {
    folder: TempDir,
    pub(super) finished: Finished,
}

impl Migrated {
    /// Generates a drop of so many people and migrates it in batches.
    pub(super) fn new(people: u64, batch_size: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        synth(&folder.path().join("drop"), &SynthOptions { people, seed: 7, defects: None }).unwrap();
        let finished = run(folder.path(), batch_size).unwrap();
        Self { folder, finished }
    }

    /// The output folder.
    pub(super) fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }
}

fn run(folder: &Path, batch_size: u32) -> Result<Finished, RunError> {
    let request = MigrateRequest {
        export: folder.join("drop"),
        out: folder.join("out"),
        mappings: Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings"),
        profile: None,
        dry_run: false,
        reconcile: true,
        proof_key: None,
        ledger: None,
        batch_size,
        threads: 2,
    };
    migrate(&request, &Silent, &Cancel::default())
}
