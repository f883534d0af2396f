//! Batches that cannot be written.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;

use care2mosaic::pipeline::{Cancel, Event, MigrateRequest, Observer, RunError, migrate};

/// Puts files where batches would be written, before the first is.
struct Block(PathBuf, Vec<PathBuf>);

impl Observer for Block {
    fn event(&self, event: Event) {
        if matches!(event, Event::PhaseStarted { name: "map and write", .. }) {
            DirBuilder::new().recursive(true).mode(0o700).create(&self.0).unwrap();
            self.1.iter().for_each(|path| std::fs::write(path, "").unwrap());
        }
    }
}

/// Runs a request whose batches of these numbers cannot be written; afterwards they could.
pub(crate) fn migrate_with_failed(request: &MigrateRequest, numbers: &[u32]) -> RunError {
    let folder = request.out.join("data/batches");
    let path = |number: &u32| folder.join(format!(".{number:04}.tmp"));
    let paths: Vec<_> = numbers.iter().map(path).collect();
    let error = migrate(request, &Block(folder.clone(), paths.clone()), &Cancel::default()).unwrap_err();
    for path in &paths {
        std::fs::remove_file(path).unwrap();
    }
    error
}
