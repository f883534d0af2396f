//! What an output folder holds, and what to type next.

use std::path::{Path, PathBuf};

use super::earlier::FIRST_RUN;
use super::fingerprint::Fingerprint;
use super::{Exit, RunError};
use crate::ledger::{BatchRow, BatchState, Ledger, LedgerAddress, RunRow};

/// How many records were turned away under a reason code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionCount {
    /// reject, hold, waiting, excluded, value or warning.
    pub kind: String,
    /// The reason code; `held` in place of every adoption code.
    pub reason: String,
    /// The number of records.
    pub records: u64,
}

/// What an output folder holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The output folder.
    pub out: PathBuf,
    /// All runs, the oldest first.
    pub runs: Vec<RunRow>,
    /// All batches, in order of number.
    pub batches: Vec<BatchRow>,
    /// The run that the counts below are of: the latest that wrote something, else the latest.
    pub run: Option<RunRow>,
    /// How many case files are in which state.
    pub case_files: Vec<(String, u64)>,
    /// What was turned away, the most first.
    pub exceptions: Vec<ExceptionCount>,
    /// The command to type next; none where nothing is left to do.
    pub next: Option<String>,
    /// Why, in one sentence.
    pub advice: String,
}

/// Looks at an output folder; it is not changed.
pub fn status(out: &Path, given: Option<&LedgerAddress>) -> Result<Status, RunError> {
    let address = super::ledger_of(out, given);
    if address.path().is_some_and(|path| !path.exists()) {
        return Err(RunError::NoRun { out: out.to_path_buf() });
    }
    let ledger = Ledger::look(&address)?;
    let (runs, batches) = (ledger.runs()?, ledger.batches()?);
    let run = shown(&runs, &batches).cloned();
    let number = run.as_ref().map(|run| run.number);
    let case_files = number.map_or(Ok(Vec::new()), |run| ledger.case_file_counts(run))?;
    let exceptions = number.map_or(Ok(Vec::new()), |run| ledger.exception_counts(run))?;
    let exceptions = exceptions.into_iter();
    let exceptions =
        exceptions.map(|(kind, reason, records)| ExceptionCount { kind, reason, records }).collect();
    let given = given.map_or_else(String::new, |address| format!(" --ledger {}", shell_word(address)));
    let (next, advice) = advice((out, &given), run.as_ref(), (&runs, &batches));
    Ok(Status { out: out.to_path_buf(), runs, batches, run, case_files, exceptions, next, advice })
}

/// An address as one word of a shell; its parameters are parted by a sign that shells know as their own.
fn shell_word(address: &LedgerAddress) -> String {
    let text = address.to_string();
    if text.contains(['?', '&', ' ', '\'']) { format!("'{}'", text.replace('\'', r"'\''")) } else { text }
}

fn shown<'a>(runs: &'a [RunRow], batches: &[BatchRow]) -> Option<&'a RunRow> {
    let told = |run: &RunRow| {
        let exit = run.exit_code.and_then(Exit::from_code);
        !run.dry_run && matches!(exit, Some(Exit::Done | Exit::Exceptions | Exit::Integrity))
    };
    let wrote = |run: &RunRow| batches.iter().any(|batch| batch.run == run.number);
    let writing = runs.iter().rev().find(|run| told(run) || wrote(run));
    writing.or(runs.last())
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
    paths.iter().flat_map(|path| [" --source ", path]).collect()
}

fn advice(
    (out, ledger): (&Path, &str),
    run: Option<&RunRow>,
    (runs, batches): (&[RunRow], &[BatchRow]),
) -> (Option<String>, String) {
    let out = out.display();
    let used = run.and_then(|run| Fingerprint::parse(&run.fingerprint));
    let export = used.as_ref().map_or_else(|| "EXPORT".to_owned(), |used| used.export.clone());
    let migrate = Some(format!("care2mosaic migrate {export} --out {out}{ledger}"));
    let Some(run) = run else { return (migrate, "No run yet.".to_owned()) };
    if run.finished.is_none() {
        let failed = batches.iter().filter(|batch| batch.state == BatchState::Failed).count();
        let retried = used.as_ref().is_some_and(|used| used.run > FIRST_RUN);
        let retry = Some(format!("care2mosaic retry {out}{ledger}"));
        return match failed {
            0 if retried => (retry, "The retry was interrupted; the same command goes on.".to_owned()),
            0 => (migrate, "The run was interrupted; the same command goes on.".to_owned()),
            failed => (
                retry,
                format!(
                    "{failed} batch(es) could not be written, all others are sealed; mend the cause named below, then try them again."
                ),
            ),
        };
    }
    if run.dry_run {
        return (migrate, "Only dry runs so far; nothing was written for Mosaic.".to_owned());
    }
    if run.verdict.as_deref() == Some("unproven") {
        let command = format!("care2mosaic reconcile {out}{}{ledger}", sources(runs));
        return (Some(command), "Written, and not yet proved.".to_owned());
    }
    let exit = run.exit_code.and_then(Exit::from_code);
    match exit {
        Some(Exit::Done) => (None, "Reconciled; nothing was held or rejected.".to_owned()),
        Some(Exit::Exceptions) => (
            Some(format!("care2mosaic retry {out}{ledger}")),
            format!(
                "Reconciled, with exceptions: the lists under {out}/exceptions name each record. Once mappings, policy or data are put right, what is held is written by"
            ),
        ),
        Some(Exit::Integrity) => (
            Some(format!("care2mosaic report {out} --format text")),
            format!("Not reconciled: {out}/reconciliation/differences.csv names every difference."),
        ),
        _ => (migrate, format!("Refused: {out}/exceptions/stops.csv names what has to be put right.")),
    }
}
