//! What to type next, and why.

use super::ExceptionCount;
use super::changed_since::ChangedSince;
use super::gone::Gone;
use super::hand_over::hand_over;
use super::refused::RefusedRetry;
use crate::ledger::{BatchRow, BatchState, RunRow, WorkerRow};
use crate::pipeline::Exit;
use crate::pipeline::drop_changes::first_under;
use crate::report::model::Audit;
use crate::report::summary::{PlaceNames, outside_words, plural};

/// What an output folder was found to hold.
pub(super) struct Seen<'a> {
    /// The run that is shown.
    pub(super) run: Option<&'a RunRow>,
    pub(super) batches: &'a [BatchRow],
    pub(super) workers: &'a [WorkerRow],
    /// Whether a process holds the folder.
    pub(super) busy: bool,
    /// The command that goes on with a retry that did not come to its end.
    pub(super) open: Option<String>,
    /// What is sealed and the last export has otherwise.
    pub(super) changed: ChangedSince,
    /// What audits came to.
    pub(super) audit: Option<&'a Audit>,
    /// What the run turned away.
    pub(super) exceptions: &'a [ExceptionCount],
    /// Files that the run read, and that do not lie there any more.
    pub(super) gone: Gone,
    /// A retry after it that was refused.
    pub(super) refused: Option<RefusedRetry>,
    /// The list of stops that the run wrote, within the output folder.
    pub(super) stops: Option<String>,
    /// Whether a proof of the finished run was broken off.
    pub(super) half_told: bool,
    /// Whether the root is signed.
    pub(super) sealed: bool,
    /// What commands name.
    pub(super) names: &'a PlaceNames,
}

/// The command to type next, if any, and why.
pub(super) fn advice(seen: &Seen<'_>) -> (Option<String>, String) {
    let names = seen.names;
    if !seen.workers.is_empty() {
        let count = plural(seen.workers.len() as u64, "process", "processes");
        let why = format!(
            "{count} at work on the run; wait for them, or type the same command on another machine to join them."
        );
        return (Some(names.migrate()), why);
    }
    if seen.busy {
        let again = format!("care2mosaic status {}{}", names.out, names.ledger);
        return (
            Some(again),
            "A process is at work on the folder; wait until it ends, then look again.".to_owned(),
        );
    }
    if let Some(retry) = &seen.open {
        return without_files(seen, retry, unfinished(seen, Err(retry.clone())));
    }
    let Some(run) = seen.run else { return (Some(names.migrate()), "No run yet.".to_owned()) };
    if run.finished.is_none() {
        let advice = unfinished(seen, Ok((names.migrate(), names.retry())));
        return without_files(seen, &names.retry(), advice);
    }
    if run.dry_run {
        return dry_run(seen);
    }
    if seen.half_told {
        let why = "A proof was broken off while it was written: make it again, which puts that in order.";
        return (Some(names.reconcile()), why.to_owned());
    }
    if let Some(refused) = &seen.refused {
        return (Some(refused.command.clone()), refused.advice());
    }
    if run.verdict.as_deref() == Some("unproven") {
        return unproven(seen);
    }
    finished(run, seen)
}

fn dry_run(seen: &Seen<'_>) -> (Option<String>, String) {
    if let (Some(again), Some(stops)) = (&seen.names.again, &seen.stops) {
        let results = &seen.names.results;
        let why = format!("The dry run was refused: {results}/{stops} names what has to be put right.");
        return (Some(again.clone()), why);
    }
    let why = "Only dry runs so far; nothing was written for Mosaic.";
    (Some(seen.names.migrate()), why.to_owned())
}

fn unproven(seen: &Seen<'_>) -> (Option<String>, String) {
    let (command, gone) = (seen.names.reconcile(), seen.gone.all());
    if gone.is_empty() {
        return (Some(command), format!("Written, and not yet proved.{}", changed(seen)));
    }
    let why = format!(
        "Written, and not yet proved: files of the export are gone ({}). Bring them back{}, then type `{command}`.{}",
        first_under("gone", &gone),
        copies(seen),
        changed(seen)
    );
    (None, why)
}

/// Where copies of attached files are found.
fn copies(seen: &Seen<'_>) -> String {
    if seen.gone.sealed.is_empty() {
        return String::new();
    }
    let results = &seen.names.results;
    format!(
        " (where attachments are copied, {results}/data/batches has them in folders `documents`, under their SHA-256)"
    )
}

/// The same advice, unless files are gone that the run read when it began; `retry` is the command that goes on once they are
/// back, or without attached ones.
fn without_files(
    seen: &Seen<'_>,
    retry: &str,
    (next, why): (Option<String>, String),
) -> (Option<String>, String) {
    let Gone { rows, attached, sealed, back } = &seen.gone;
    if !back.is_empty() {
        let goes_on = next.map_or_else(String::new, |command| format!(", then type `{command}`"));
        let why = format!(
            "{why} First take out of the export what the run gave up and is back ({}){goes_on}; once the run came to its end, `retry` takes it from an export of its own.",
            first_under("back", back)
        );
        return (None, why);
    }
    if !rows.is_empty() {
        let goes_on = next.map_or_else(String::new, |command| format!(", then type `{command}`"));
        let why = format!(
            "{why} First bring back what is gone from the export since the run began ({}){goes_on}.",
            first_under("gone", &seen.gone.all())
        );
        return (None, why);
    }
    if !attached.is_empty() {
        let why = format!(
            "{why} Attached files are gone from the export ({}): bring them back first. Where they are lost for good, `{retry} --lost-files REASON` holds their case files and writes all others.",
            first_under("gone", attached)
        );
        return (Some(retry.to_owned()), why);
    }
    if sealed.is_empty() {
        return (next, why);
    }
    let why = format!(
        "{why} Attached files of sealed case files are gone from the export ({}); what is left is written without them, but the proof needs them back{}.",
        first_under("gone", sealed),
        copies(seen)
    );
    (Some(retry.to_owned()), why)
}

/// What there is to do by hand in Mosaic.
fn changed(seen: &Seen<'_>) -> String {
    let results = &seen.names.results;
    let changed = seen.changed.in_words().map_or_else(String::new, |count| {
        format!(
            " {count} in the last export; {results}/exceptions/changed.csv lists what has to be entered by hand."
        )
    });
    let gone = seen.changed.gone_in_words().map_or_else(String::new, |count| {
        format!(
            " {count}, and not written; {results}/exceptions/changed.csv lists each: a later export brings them back, or they are entered by hand."
        )
    });
    changed + &gone
}

/// What was written too late for the audit.
fn outside(seen: &Seen<'_>) -> String {
    let words = seen.audit.and_then(|audit| outside_words(&audit.figures));
    words.map_or_else(String::new, |words| format!(" {words}"))
}

/// Whether anything is turned away that a later run may write. What waits for others waits for those who are held.
fn is_left(seen: &Seen<'_>) -> bool {
    seen.exceptions.iter().any(|one| ["hold", "reject"].contains(&one.kind.as_str()))
}

/// How many records a list of that kind has.
fn listed(seen: &Seen<'_>, kind: &str) -> u64 {
    seen.exceptions.iter().filter(|one| one.kind == kind).map(|one| one.records).sum()
}

/// Records that joined two people and were gone when the other one was written: nobody is held for whom they could wait.
fn missed(seen: &Seen<'_>) -> String {
    let count = listed(seen, "waiting");
    if count == 0 {
        return String::new();
    }
    let (count, results) = (plural(count, "record", "records"), &seen.names.results);
    format!(
        " {count} of what joins two people came too late for the batch of the other one, and no later run writes any; {results}/exceptions/waiting.csv lists each."
    )
}

/// Values of written records that their columns did not take: no later run writes them.
fn values(seen: &Seen<'_>) -> String {
    let count = listed(seen, "value");
    if count == 0 {
        return String::new();
    }
    let (count, results) = (plural(count, "value was", "values were"), &seen.names.results);
    format!(
        " {count} not written as such, and no later run writes any; {results}/exceptions/values.csv lists each."
    )
}

/// Of a run that did not come to its end: `Ok` has the commands that go on with a first run, `Err` the one for a retry.
fn unfinished(seen: &Seen<'_>, commands: Result<(String, String), String>) -> (Option<String>, String) {
    let count = |state| seen.batches.iter().filter(|batch| batch.state == state).count();
    let failed = count(BatchState::Failed);
    match (failed, commands) {
        // Where nothing is sealed there is nothing to go on from: the same run begins anew.
        (1.., Ok((migrate, _))) if count(BatchState::Sealed) == 0 => (
            Some(migrate),
            "No batch could be written; mend the cause named below, then try again.".to_owned(),
        ),
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
fn finished(run: &RunRow, seen: &Seen<'_>) -> (Option<String>, String) {
    let PlaceNames { out, results, ledger, .. } = seen.names;
    let wrong = seen.audit.map_or(0, Audit::defects);
    match run.exit_code.and_then(Exit::from_code) {
        Some(Exit::Done) => {
            let (next, then) = hand_over(seen);
            (Some(next), format!("Reconciled; nothing was held or rejected.{} {then}", outside(seen)))
        }
        Some(Exit::Exceptions) if !is_left(seen) => {
            let (values, missed) = (values(seen), missed(seen));
            let (changed, outside) = (changed(seen), outside(seen));
            let (next, then) = hand_over(seen);
            (
                Some(next),
                format!("Reconciled; nothing is held or rejected.{values}{missed}{changed}{outside} {then}"),
            )
        }
        Some(Exit::Exceptions) => (
            Some(seen.names.retry()),
            format!(
                "Reconciled, with exceptions: the lists under {results}/exceptions name each record. Once mappings, policy or data are put right, `retry` writes what they held.{}{} When nothing more is to be written, go on with `{}`.",
                changed(seen),
                outside(seen),
                hand_over(seen).0
            ),
        ),
        Some(Exit::Integrity) if wrong > 0 => (
            Some(format!("care2mosaic report {out} --format text{ledger}")),
            format!(
                "Not reconciled: an audit found {} wrong. The report names each, says what to do, and tells whether anything else differs.",
                plural(wrong, "case file", "case files")
            ),
        ),
        Some(Exit::Integrity) => (
            Some(format!("care2mosaic report {out} --format text{ledger}")),
            format!(
                "Not reconciled: {results}/reconciliation/differences.csv names every difference, and mosaic.csv beside it what Mosaic holds otherwise, where that was compared."
            ),
        ),
        _ => (
            Some(seen.names.migrate()),
            format!("Refused: {results}/exceptions/stops.csv names what has to be put right."),
        ),
    }
}
