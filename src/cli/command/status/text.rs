//! The state of an output folder in words.

use std::fmt::Write;

use care2mosaic::ledger::{BatchState, RunRow, WorkerRow};
use care2mosaic::pipeline::{RunOutcomes, Status};
use care2mosaic::report::model::Retry;
use care2mosaic::report::summary::{listed_reason, plural, thousands};

use super::history;
use crate::cli::paint::Tone;

/// What happened, and what to type next.
pub(super) fn to_text(status: &Status, history: Option<&[RunOutcomes]>) -> String {
    let mut text = format!("{}\n", status.advice);
    if let Some(run) = &status.run {
        let _ = writeln!(text, "\n  {:<13}{}", "run", in_words(run));
    }
    batches(&mut text, status);
    workers(&mut text, &status.workers);
    if !status.case_files.is_empty() {
        let counts: Vec<_> =
            status.case_files.iter().map(|(state, count)| format!("{} {state}", thousands(*count))).collect();
        // By the run's own account, which knows one export alone; the proof counts what all runs wrote.
        let verdict = status.run.as_ref().and_then(|run| run.verdict.as_deref());
        let note = if verdict.is_none_or(|one| one == "unproven") { "; not proved yet" } else { "" };
        let _ = writeln!(text, "  {:<13}{}{note}", "case files", counts.join(", "));
    }
    exceptions(&mut text, status);
    draws(&mut text, status);
    if let Some(history) = history {
        history::add(&mut text, history);
    }
    if let Some(command) = &status.next {
        let _ = writeln!(text, "\nNext:\n  {command}");
    }
    text
}

/// What the first line tells.
pub(super) fn tone(status: &Status) -> Tone {
    let failed = status.batches.iter().any(|batch| batch.state == BatchState::Failed);
    match status.run.as_ref().and_then(|run| run.verdict.as_deref()) {
        Some("not-reconciled" | "refused") => Tone::Bad,
        _ if failed => Tone::Bad,
        Some("reconciled") if !status.run.as_ref().is_some_and(|run| run.dry_run) => Tone::Good,
        Some(_) => Tone::Left,
        None => Tone::Plain,
    }
}

fn in_words(run: &RunRow) -> String {
    let kind = if run.dry_run { "a dry run, " } else { "" };
    let end = match (&run.finished, &run.verdict) {
        (Some(finished), Some(verdict)) => format!("finished {finished}, {verdict}"),
        (Some(finished), None) => format!("finished {finished}"),
        (None, _) => "not finished".into(),
    };
    format!("number {}, {kind}started {}, {end}", run.number, run.started)
}

fn batches(text: &mut String, status: &Status) {
    let count = |state| status.batches.iter().filter(|batch| batch.state == state).count() as u64;
    let (sealed, failed) = (count(BatchState::Sealed), count(BatchState::Failed));
    let open = status.batches.len() as u64 - sealed - failed;
    if !status.batches.is_empty() {
        let (sealed, open, failed) = (thousands(sealed), thousands(open), thousands(failed));
        let _ = writeln!(text, "  {:<13}{sealed} sealed, {open} to do, {failed} failed", "batches");
    }
    for batch in status.batches.iter().filter(|batch| batch.state == BatchState::Failed) {
        let reason = batch.reason.as_deref().unwrap_or("no reason was noted");
        let _ = writeln!(text, "  {:<13}batch {:04} failed: {reason}", "", batch.number);
    }
}

/// Who is at work, each with the batches in hand.
fn workers(text: &mut String, workers: &[WorkerRow]) {
    for (at, worker) in workers.iter().enumerate() {
        let title = if at == 0 { "at work" } else { "" };
        let doing = match (&worker.batches[..], worker.finishing, worker.run) {
            (_, true, _) => "finishes the run".to_owned(),
            (_, _, None) => "reads the export".to_owned(),
            ([], ..) => "has no batch in hand".to_owned(),
            (batches, ..) => {
                let named: Vec<_> = batches.iter().map(|number| format!("{number:04}")).collect();
                let count = plural(batches.len() as u64, "batch", "batches");
                format!("has {count} in hand: {}", named.join(", "))
            }
        };
        let _ = writeln!(text, "  {title:<13}{} {doing}", worker.id);
    }
}

/// What was turned away, a line a kind: the ledger's word, and ours.
pub(in crate::cli::command) const KINDS: [(&str, &str); 7] = [
    ("hold", "held for"),
    (Retry::GONE, "no longer in the export:"),
    ("waiting", "waiting for"),
    ("reject", "rejected for"),
    ("value", "values for"),
    ("excluded", "excluded for"),
    ("warning", "to review"),
];

/// How many reasons of a kind are named.
const NAMED: usize = 5;

/// Every sample, and how its case files stand.
fn draws(text: &mut String, status: &Status) {
    for draw in status.audit.iter().flat_map(|audit| &audit.draws) {
        let figures = &draw.figures;
        let [right, wrong, open] = [figures.right, figures.wrong, figures.open].map(thousands);
        let drawn = plural(figures.size, "case file", "case files");
        let _ = writeln!(
            text,
            "  {:<13}draw {}, {drawn}: {right} right, {wrong} wrong, {open} not looked at",
            "sample", draw.number
        );
    }
}

fn exceptions(text: &mut String, status: &Status) {
    for (kind, title) in KINDS {
        let of_kind: Vec<_> = status.exceptions.iter().filter(|one| one.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let named = of_kind.iter().take(NAMED);
        let named = named.map(|one| format!("{} {}", listed_reason(&one.reason), thousands(one.records)));
        let mut reasons: Vec<_> = named.collect();
        if of_kind.len() > NAMED {
            reasons.push(plural((of_kind.len() - NAMED) as u64, "more reason", "more reasons"));
        }
        let _ = writeln!(text, "  {title:<13}{}", reasons.join(", "));
    }
}
