//! The runs before a report's own, from the ledger.

use crate::ledger::{Ledger, LedgerError, RunRow};
use crate::pipeline::RunError;
use crate::record::Outcome;
use crate::report::model::{PastRun, Report, Verdict};

/// Adds the finished runs up to the report's own, the oldest first. One alone makes no history.
pub(crate) fn add_history(report: &mut Report, ledger: &Ledger) -> Result<(), RunError> {
    report.history = history_of(report, ledger)?;
    Ok(())
}

/// The finished runs up to the report's own, the oldest first; none where it is the only one.
pub(crate) fn history_of(report: &Report, ledger: &Ledger) -> Result<Vec<PastRun>, LedgerError> {
    let runs = ledger.runs()?;
    let own = runs.iter().find(|run| run.id == report.run.id).map_or(u32::MAX, |run| run.number);
    let mut history = Vec::new();
    for run in runs.iter().filter(|run| run.number <= own) {
        history.extend(if run.number == own { Some(of_report(report, own)) } else { earlier(ledger, run)? });
    }
    Ok(if history.len() > 1 { history } else { Vec::new() })
}

fn of_report(report: &Report, run: u32) -> PastRun {
    let sum = |outcome| report.balance.iter().map(|line| line.of_outcome(outcome)).sum();
    PastRun {
        run,
        dry_run: report.run.dry_run,
        started: report.run.started.clone(),
        verdict: report.verdict,
        case_files_held: report.case_files.held,
        held: sum(Outcome::Held),
        rejected: sum(Outcome::Rejected),
    }
}

/// A run that ended with counts; one that was refused or broke off has none.
fn earlier(ledger: &Ledger, run: &RunRow) -> Result<Option<PastRun>, LedgerError> {
    let tallies = ledger.tallies(run.number)?;
    let verdict = run.verdict.as_deref().and_then(Verdict::of_word);
    let Some(verdict) = verdict.filter(|_| !tallies.is_empty()) else { return Ok(None) };
    let of = |outcome: Outcome| {
        let own = tallies.iter().filter(|tally| tally.outcome == outcome.word());
        own.map(|tally| tally.records).sum()
    };
    let states = ledger.case_file_counts(run.number)?;
    let held = states.iter().find(|(state, _)| state == Outcome::Held.word());
    Ok(Some(PastRun {
        run: run.number,
        dry_run: run.dry_run,
        started: run.started.clone(),
        verdict,
        case_files_held: held.map_or(0, |(_, count)| *count),
        held: of(Outcome::Held),
        rejected: of(Outcome::Rejected),
    }))
}
