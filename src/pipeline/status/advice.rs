//! What to type next, and why.

use std::path::Path;

use crate::ledger::{BatchRow, BatchState, RunRow, WorkerRow};
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::{BATCH_SIZE, Exit};
use crate::report::summary::{plural, shell_path};

/// What an output folder was found to hold.
pub(super) struct Seen<'a> {
    /// The run that is shown.
    pub(super) run: Option<&'a RunRow>,
    pub(super) runs: &'a [RunRow],
    pub(super) batches: &'a [BatchRow],
    pub(super) workers: &'a [WorkerRow],
    /// Whether a process holds the folder.
    pub(super) busy: bool,
    /// The command that goes on with a retry that did not come to its end.
    pub(super) open: Option<String>,
}

/// Every drop, and every folder of corrected rows, that the runs of a folder used, as arguments.
fn sources(runs: &[RunRow]) -> String {
    let used = runs.iter().filter(|run| !run.dry_run).filter_map(|run| Fingerprint::parse(&run.fingerprint));
    let mut paths: Vec<String> = Vec::new();
    for path in used.flat_map(|used| std::iter::once(used.export).chain(used.corrections)) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    let words = paths.iter().flat_map(|path| [" --source ".to_owned(), shell_path(Path::new(path))]);
    words.collect()
}

/// The command to type next, if any, and why.
pub(super) fn advice((out, ledger): (&Path, &str), seen: &Seen<'_>) -> (Option<String>, String) {
    let shown = shell_path(out);
    let used = seen.run.and_then(|run| Fingerprint::parse(&run.fingerprint));
    let export =
        used.as_ref().map_or_else(|| "EXPORT".to_owned(), |used| shell_path(Path::new(&used.export)));
    let mappings = used.as_ref().map_or_else(String::new, Fingerprint::mappings_option);
    let size = used.as_ref().filter(|used| used.batch_size != BATCH_SIZE);
    let size = size.map_or_else(String::new, |used| format!(" --batch-size {}", used.batch_size));
    let migrate = format!("care2mosaic migrate {export} --out {shown}{ledger}{mappings}{size}");
    if !seen.workers.is_empty() {
        let count = plural(seen.workers.len() as u64, "process", "processes");
        let why = format!(
            "{count} at work on the run; wait for them, or type the same command on another machine to join them."
        );
        return (Some(migrate), why);
    }
    if seen.busy {
        let again = format!("care2mosaic status {shown}{ledger}");
        return (
            Some(again),
            "A process is at work on the folder; wait until it ends, then look again.".to_owned(),
        );
    }
    if let Some(retry) = &seen.open {
        return unfinished(seen, Err(retry.clone()));
    }
    let Some(run) = seen.run else { return (Some(migrate), "No run yet.".to_owned()) };
    if run.finished.is_none() {
        let retry = format!("care2mosaic retry {shown}{ledger}{mappings}");
        return unfinished(seen, Ok((migrate, retry)));
    }
    if run.dry_run {
        return (Some(migrate), "Only dry runs so far; nothing was written for Mosaic.".to_owned());
    }
    if run.verdict.as_deref() == Some("unproven") {
        let command = format!("care2mosaic reconcile {shown}{}{ledger}", sources(seen.runs));
        return (Some(command), "Written, and not yet proved.".to_owned());
    }
    finished(run, (out, &format!("{ledger}{mappings}")), migrate)
}

/// Of a run that did not come to its end: `Ok` has the commands that go on with a first run, `Err` the one for a retry.
fn unfinished(seen: &Seen<'_>, commands: Result<(String, String), String>) -> (Option<String>, String) {
    let failed = seen.batches.iter().filter(|batch| batch.state == BatchState::Failed).count();
    match (failed, commands) {
        (0, Err(retry)) => (Some(retry), "The retry was interrupted; the same command goes on.".to_owned()),
        (0, Ok((migrate, _))) => {
            (Some(migrate), "The run was interrupted; the same command goes on.".to_owned())
        }
        (failed, Ok((_, retry)) | Err(retry)) => (
            Some(retry),
            format!(
                "{failed} batch(es) could not be written, all others are sealed; mend the cause named below, then try them again."
            ),
        ),
    }
}

/// Of a run that came to its end.
fn finished(run: &RunRow, (out, options): (&Path, &str), migrate: String) -> (Option<String>, String) {
    let (shown, out) = (out.display(), shell_path(out));
    let exit = run.exit_code.and_then(Exit::from_code);
    match exit {
        Some(Exit::Done) => (None, "Reconciled; nothing was held or rejected.".to_owned()),
        Some(Exit::Exceptions) => (
            Some(format!("care2mosaic retry {out}{options}")),
            format!(
                "Reconciled, with exceptions: the lists under {shown}/exceptions name each record. Once mappings, policy or data are put right, `retry` writes what they held."
            ),
        ),
        Some(Exit::Integrity) => (
            Some(format!("care2mosaic report {out} --format text")),
            format!("Not reconciled: {shown}/reconciliation/differences.csv names every difference."),
        ),
        _ => {
            (Some(migrate), format!("Refused: {shown}/exceptions/stops.csv names what has to be put right."))
        }
    }
}
