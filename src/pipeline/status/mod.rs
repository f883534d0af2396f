//! What an output folder holds, and what to type next.

mod advice;
mod changed_since;
mod gone;
mod hand_over;
mod refused;

use std::path::{Path, PathBuf};

use advice::{Seen, advice};
pub use changed_since::ChangedSince;
use gone::Gone;
use refused::RefusedRetry;

use super::ledger_address::ledger_option;
use super::open_retry::OpenRetry;
use super::output_folder::{look, refuse_unknown_batches};
use super::report_files::is_half_told;
use super::sample::audit_of;
use super::typed_places::typed_places;
use super::verify::SIGNATURE_FILE;
use super::{Exit, RunError};
use crate::ledger::{BatchRow, BatchState, Ledger, LedgerAddress, RunRow, WorkerRow};
use crate::reconcile::CaseFileState;
use crate::report::model::{Audit, Verdict};
use crate::report::summary::shell_path;
use crate::target::FolderLock;

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
    /// The processes at work on a run that several share, whose lease holds.
    pub workers: Vec<WorkerRow>,
    /// The run that the counts below are of: the latest that wrote something, else the latest.
    pub run: Option<RunRow>,
    /// How many case files are in which state.
    pub case_files: Vec<(String, u64)>,
    /// What was turned away, the most first.
    pub exceptions: Vec<ExceptionCount>,
    /// What the last export has otherwise than when it was sealed.
    pub changed: ChangedSince,
    /// Files that an unfinished run noted of its export, and that do not lie there any more.
    pub gone: Vec<String>,
    /// Attached files that it gave up, and that lie there again.
    pub back: Vec<String>,
    /// Samples that were drawn, and what came back; none before the first is drawn.
    pub audit: Option<Audit>,
    /// Case files written since the sample was drawn that `audit` shows: they stand outside of it.
    pub written_since_audit: u64,
    /// The command to type next; none where nothing is left to do.
    pub next: Option<String>,
    /// Why, in one sentence.
    pub advice: String,
}

/// Looks at an output folder; it is not changed.
pub fn status(out: &Path, given: Option<&LedgerAddress>) -> Result<Status, RunError> {
    let ledger = look(out, given)?;
    refuse_unknown_batches(out, &ledger)?;
    status_of((out, given), &ledger, FolderLock::is_taken(out))
}

/// Why a folder has no finished run to look at: it has none, or one that did not come to its end.
pub(crate) fn unfinished(place: (&Path, Option<&LedgerAddress>), ledger: &Ledger) -> RunError {
    let out = place.0.to_path_buf();
    let runs = ledger.runs().unwrap_or_default();
    if !runs.iter().any(|run| !run.dry_run && run.finished.is_none()) {
        return RunError::NoRun { out };
    }
    RunError::Unfinished { command: next_command(place, ledger), out }
}

/// Refuses a folder whose run did not come to its end: nothing but a finished one has a report. What else is wrong with the
/// ledger is for others to say.
///
/// # Errors
/// [`RunError::Unfinished`] with the command that goes on.
pub fn refuse_unfinished(out: &Path, given: Option<&LedgerAddress>) -> Result<(), RunError> {
    let Ok(ledger) = look(out, given) else { return Ok(()) };
    let is_open = ledger.runs()?.iter().any(|run| !run.dry_run && run.finished.is_none());
    if is_open { Err(unfinished((out, given), &ledger)) } else { Ok(()) }
}

/// The command to type next in a folder that this process holds; where there is none, the one that says why.
pub(crate) fn next_command(place: (&Path, Option<&LedgerAddress>), ledger: &Ledger) -> String {
    let next = status_of(place, ledger, false).ok().and_then(|status| status.next);
    let look = || format!("care2mosaic status {}{}", shell_path(place.0), ledger_option(place.1));
    next.unwrap_or_else(look)
}

/// The same of a ledger that is open; `busy` says whether a process holds the folder.
fn status_of(
    (out, given): (&Path, Option<&LedgerAddress>),
    ledger: &Ledger,
    busy: bool,
) -> Result<Status, RunError> {
    let (runs, batches) = (ledger.runs()?, ledger.batches()?);
    let run = shown(&runs, &batches).cloned();
    let number = run.as_ref().map(|run| run.number);
    let case_files = number.map_or(Ok(Vec::new()), |run| ledger.case_file_counts(run))?;
    let exceptions = number.map_or(Ok(Vec::new()), |run| ledger.exception_counts(run))?;
    let exceptions = exceptions.into_iter();
    let exceptions: Vec<_> =
        exceptions.map(|(kind, reason, records)| ExceptionCount { kind, reason, records }).collect();
    let workers = ledger.at_work()?;
    let open = OpenRetry::among(&runs).map(|open| open.command(out, given));
    let ended = run.as_ref().is_some_and(|run| run.finished.is_some() && !run.dry_run);
    let changed = match number.filter(|_| ended) {
        Some(run) => ChangedSince::read(out, &ledger.causes(run)?),
        None => ChangedSince::default(),
    };
    let audit = audit_of(ledger, written(&case_files))?;
    let written_since_audit = audit.as_ref().map_or(0, |audit| audit.figures.written_since);
    let names = &typed_places((out, given), &runs, run.as_ref());
    let gone = run.as_ref().filter(|run| is_bound(run, &batches));
    let gone = gone.map_or(Ok(Gone::default()), |run| Gone::of((out, ledger), run, &batches))?;
    let (all_gone, back) = (gone.all(), gone.back.clone());
    let files = ledger.output_files()?;
    let refused = RefusedRetry::among(&runs, run.as_ref());
    let refused =
        refused.and_then(|run| RefusedRetry::new(run, &typed_places((out, given), &runs, Some(run)), &files));
    let stops = run.as_ref().and_then(|run| {
        let own = files.iter().filter(|file| file.run == run.number).map(|file| &file.path);
        own.into_iter().find(|path| path.ends_with("exceptions/stops.csv")).cloned()
    });
    let seen = Seen {
        gone,
        refused,
        stops,
        run: run.as_ref(),
        batches: &batches,
        workers: &workers,
        busy,
        open,
        changed,
        audit: audit.as_ref(),
        half_told: is_half_told(out),
        sealed: out.join(SIGNATURE_FILE).is_file(),
        exceptions: &exceptions,
        names,
    };
    let (next, advice) = advice(&seen);
    let out = out.to_path_buf();
    Ok(Status {
        out,
        runs,
        batches,
        workers,
        run,
        case_files,
        exceptions,
        changed,
        gone: all_gone,
        back,
        audit,
        written_since_audit,
        next,
        advice,
    })
}

/// How many case files are in a state of those that are written.
fn written(case_files: &[(String, u64)]) -> u64 {
    let states = [CaseFileState::Complete, CaseFileState::Incomplete].map(CaseFileState::word);
    case_files.iter().filter(|(state, _)| states.contains(&state.as_str())).map(|(_, count)| count).sum()
}

/// Whether a run needs its export as it was: it goes on from batches that are sealed, or is to be proved.
fn is_bound(run: &RunRow, batches: &[BatchRow]) -> bool {
    let sealed = |batch: &BatchRow| batch.state == BatchState::Sealed && batch.run == run.number;
    let unproven = run.verdict.as_deref() == Some(Verdict::Unproven.word());
    !run.dry_run && (run.finished.is_none() || unproven) && batches.iter().any(sealed)
}

fn shown<'a>(runs: &'a [RunRow], batches: &[BatchRow]) -> Option<&'a RunRow> {
    if let Some(open) = OpenRetry::among(runs) {
        return Some(open.run);
    }
    let told = |run: &RunRow| {
        let exit = run.exit_code.and_then(Exit::from_code);
        !run.dry_run && matches!(exit, Some(Exit::Done | Exit::Exceptions | Exit::Integrity))
    };
    let wrote = |run: &RunRow| batches.iter().any(|batch| batch.run == run.number);
    let writing = runs.iter().rev().find(|run| told(run) || wrote(run));
    writing.or(runs.last())
}
