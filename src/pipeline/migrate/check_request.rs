//! Whether a migration is asked for in a way that makes sense.

use std::path::{Path, PathBuf};

use super::foreign_folder::refuse_foreign_folder;
use crate::pipeline::{MigrateRequest, RunError};

/// Refuses what no drop could make right.
pub(super) fn check_request(request: &MigrateRequest) -> Result<(), RunError> {
    if request.batch_size == 0 {
        return Err(RunError::Usage(
            "a batch has at least one person: give --batch-size 1 or more".to_owned(),
        ));
    }
    if request.threads == 0 {
        return Err(RunError::Usage("at least one thread is needed: give --threads 1 or more".to_owned()));
    }
    if let Some(file) = request.out.ancestors().find(|path| path.is_file()) {
        let message = format!("{} is a file; name an output folder with --out", file.display());
        return Err(RunError::Usage(message));
    }
    if let Some(key) = request.proof_key.as_ref().filter(|key| !key.is_file()) {
        let message = format!("{} is no file; --proof-key names a file of 32 bytes", key.display());
        return Err(RunError::Usage(message));
    }
    if lies_in(&request.out, &request.export) {
        let message = "the output folder must not lie in the drop: name another one with --out";
        return Err(RunError::Usage(message.to_owned()));
    }
    refuse_what_it_reads(request)?;
    refuse_foreign_folder(&request.out)
}

/// A first run clears what its output folder has under the names that it writes, such as `mappings`.
fn refuse_what_it_reads(request: &MigrateRequest) -> Result<(), RunError> {
    let reads = [("the mappings", &request.mappings), ("the drop", &request.export)];
    let Some((what, _)) = reads.into_iter().find(|(_, place)| lies_in(place, &request.out)) else {
        return Ok(());
    };
    let verb = if what == "the drop" { "lies" } else { "lie" };
    Err(RunError::Usage(format!(
        "{what} that the run reads {verb} in {}, which it would write to: name an output folder of its own with --out",
        request.out.display()
    )))
}

/// Refuses corrected rows in the folder that the run writes to: it would write over them.
pub(in crate::pipeline) fn refuse_source_in_output(source: &Path, out: &Path) -> Result<(), RunError> {
    if !lies_in(source, out) {
        return Ok(());
    }
    Err(RunError::Usage(format!(
        "{} lies in the output folder, whose lists every run writes anew; copy what is corrected into a folder of its own \
         and name that with --source",
        source.display()
    )))
}

/// Whether a folder is another, or lies below it; links are followed as far as there is something.
pub(in crate::pipeline) fn lies_in(inner: &Path, outer: &Path) -> bool {
    match (absolute(inner), absolute(outer)) {
        (Some(inner), Some(outer)) => inner.starts_with(outer),
        _ => false,
    }
}

/// The path without links, as far as it exists.
fn absolute(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    let there = path.ancestors().find(|part| part.exists())?;
    let rest = path.strip_prefix(there).ok()?;
    Some(there.canonicalize().ok()?.join(rest))
}
