//! Whether a migration is asked for in a way that makes sense.

use std::path::{Path, PathBuf};

use super::foreign_folder::refuse_foreign_folder;
use crate::ledger::LedgerAddress;
use crate::pipeline::{MigrateRequest, RunError, refuse_within_output};

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
    refuse_within_what_it_reads(request)?;
    refuse_what_it_reads(request)?;
    refuse_within_output(&request.out)?;
    refuse_foreign_folder(&request.out)
}

/// What a run adds to an export or to mappings would be taken for a part of them.
fn refuse_within_what_it_reads(request: &MigrateRequest) -> Result<(), RunError> {
    let ledger = request.ledger.as_ref().and_then(LedgerAddress::path);
    let writes = [
        ("output folder", Some(request.out.as_path()), "name another one with --out"),
        ("ledger", ledger, "name another place with --ledger"),
    ];
    for (what, place, advice) in writes {
        let Some(place) = place else { continue };
        for (whole, read) in [("the drop", &request.export), ("the mappings", &request.mappings)] {
            if lies_in(place, read) {
                return Err(RunError::Usage(format!("the {what} must not lie in {whole}: {advice}")));
            }
        }
    }
    Ok(())
}

/// Nothing that is read may lie where the run writes; the copies of mappings that earlier runs kept stay as they are.
fn refuse_what_it_reads(request: &MigrateRequest) -> Result<(), RunError> {
    let out = &request.out;
    let what = if lies_in(&request.mappings, out) && !is_kept_copy(request) {
        "the mappings"
    } else if lies_in(&request.export, out) {
        "the drop"
    } else {
        return Ok(());
    };
    let verb = if what == "the drop" { "lies" } else { "lie" };
    Err(RunError::Usage(format!(
        "{what} that the run reads {verb} in {}, which it would write to: name an output folder of its own with --out",
        out.display()
    )))
}

/// Whether the mappings are a copy that a run kept in the output folder.
fn is_kept_copy(request: &MigrateRequest) -> bool {
    let (copies, own) = (absolute(&request.out.join("mappings")), absolute(&request.mappings));
    let parent = own.as_deref().and_then(Path::parent);
    parent.is_some() && parent == copies.as_deref()
}

/// Refuses mappings in the output folder where nothing is sealed in it: a first run clears the copies that others left.
pub(super) fn refuse_cleared_mappings(request: &MigrateRequest) -> Result<(), RunError> {
    if !lies_in(&request.mappings, &request.out) {
        return Ok(());
    }
    Err(RunError::Usage(format!(
        "the mappings that the run reads lie in {}, which holds nothing that is sealed, so that a run begins there anew and \
         clears it; copy them elsewhere and name the copy with --mappings",
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
pub(in crate::pipeline) fn absolute(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    let there = path.ancestors().find(|part| part.exists())?;
    let rest = path.strip_prefix(there).ok()?;
    Some(there.canonicalize().ok()?.join(rest))
}
