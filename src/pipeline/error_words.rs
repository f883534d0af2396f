//! Words that errors are told in.

use std::path::{Path, PathBuf};

use crate::report::summary::shell_path;

/// How many faults of a list are told.
const FAULTS: usize = 20;

/// The first faults of a list.
pub(super) fn told<T: ToString>(faults: &[T]) -> String {
    let mut told: Vec<_> = faults.iter().take(FAULTS).map(ToString::to_string).collect();
    if faults.len() > FAULTS {
        told.push(format!("and {} more", faults.len() - FAULTS));
    }
    told.join("; ")
}

/// The same, each on a line of its own.
pub(super) fn on_lines<T: ToString>(faults: &[T]) -> String {
    let told = faults.iter().take(FAULTS).map(|fault| format!("\n  {}", fault.to_string()));
    let more = (faults.len() > FAULTS).then(|| format!("\n  and {} more", faults.len() - FAULTS));
    told.chain(more).collect()
}

/// Case files by their numbers.
pub(super) fn listed(case_files: &[u64]) -> String {
    case_files.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Where the mappings lie that the run used, where others are at hand.
pub(super) fn kept_mappings(out: &Path, differing: &[String]) -> String {
    let of_mappings = ["mappings", "contract", "data dictionary"];
    let copies = out.join("mappings");
    if differing.iter().any(|one| of_mappings.contains(&one.as_str())) && copies.is_dir() {
        format!(" ({} has its mappings)", copies.display())
    } else {
        String::new()
    }
}

/// The export that a command reads again.
pub(super) fn as_it_was(export: Option<&Path>) -> String {
    let words = |export: &Path| format!(", with {} as it was when the run read it,", export.display());
    export.map_or_else(String::new, words)
}

/// What there is to do where files of sealed case files are gone.
pub(super) fn without(command: Option<&str>) -> String {
    match command {
        Some(command) => format!(
            "`{command}` writes what is left, and the proof needs them back: the folders `documents` of sealed batches \
             keep a copy of each under its SHA-256"
        ),
        None => "bring them back from a copy of the export, then run the same command again".to_owned(),
    }
}

/// Sources as options.
pub(super) fn arguments(sources: &[PathBuf]) -> String {
    let named = sources.iter().map(|source| format!(" --source {}", shell_path(source)));
    named.collect::<Vec<_>>().concat()
}

/// Batches by their numbers.
pub(super) fn numbers(batches: &[u32]) -> String {
    batches.iter().map(|number| format!("{number:04}")).collect::<Vec<_>>().join(", ")
}

/// What changed in the mappings.
pub(super) fn changed(changes: &[String]) -> String {
    if changes.is_empty() { String::new() } else { format!(" (changed: {})", changes.join("; ")) }
}

/// Batches that failed, each with its reason.
pub(super) fn failures(failed: &[(u32, String)]) -> String {
    let reasons: Vec<_> = failed.iter().map(|(number, reason)| format!("{number:04}: {reason}")).collect();
    reasons.join("; ")
}
