//! What became of records from run to run.

use std::collections::BTreeMap;
use std::path::Path;

use super::RunError;
use super::one_sided::part_one_sided;
use super::output_folder::look;
use super::untold::untold_case_files;
use crate::ledger::{CauseRow, Ledger, LedgerAddress, RunRow};
use crate::reconcile::CaseFileState;
use crate::record::Reason;
use crate::report::summary::shell_path;

/// One run in numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunOutcomes {
    /// The run.
    pub run: RunRow,
    /// Records by outcome.
    pub records: BTreeMap<String, u64>,
    /// Case files by state.
    pub case_files: BTreeMap<String, u64>,
    /// What it found, by reason, in order. Adoption codes are one, without a place: beside another run their own numbers would
    /// tell whom they concern.
    pub causes: Vec<CauseRow>,
}

impl RunOutcomes {
    /// The number of records with an outcome.
    pub fn of(&self, outcome: &str) -> u64 {
        self.records.get(outcome).copied().unwrap_or_default()
    }

    /// The number of case files in a state.
    pub fn in_state(&self, state: &str) -> u64 {
        self.case_files.get(state).copied().unwrap_or_default()
    }

    /// Whether it came to its end and counted what it read.
    pub fn has_counted(&self) -> bool {
        self.run.finished.is_some() && !self.records.is_empty()
    }

    /// How many records a kind of finding concerns, by reason.
    pub fn reasons(&self, kind: &str) -> BTreeMap<&str, u64> {
        let mut reasons = BTreeMap::new();
        for cause in self.causes.iter().filter(|cause| cause.kind == kind) {
            *reasons.entry(cause.reason.as_str()).or_default() += cause.records;
        }
        reasons
    }
}

/// How two runs differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The earlier run, as it was named.
    pub before: RunOutcomes,
    /// The later run.
    pub after: RunOutcomes,
    /// Causes of which the runs found different numbers; with none after, the cause went, with none before, it came.
    pub causes: Vec<CauseChange>,
    /// Rejected values of case files that only one of the runs wrote: nothing tells what the other would have found there.
    pub one_sided: Vec<CauseChange>,
    /// Case files in another state, by person number; no state where the run did not have the case file.
    pub case_files: Vec<StateChange>,
    /// Case files in another state that one of the runs held under the word which stands for adoption codes, and where there are
    /// any, those that wait for others: whoever changes state together could be two identities of one person, or a relative of
    /// each, so none of them is named.
    pub not_named: u64,
}

/// A cause of which two runs found different numbers of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CauseChange {
    /// The cause; its records are those of the later run.
    pub cause: CauseRow,
    /// The records of the earlier run.
    pub before: u64,
}

/// A case file in another state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateChange {
    /// Person number.
    pub case_file: u64,
    /// Its state in the earlier run.
    pub before: Option<String>,
    /// Its state in the later run.
    pub after: Option<String>,
}

impl StateChange {
    /// Whether it is, or was, in a state.
    fn is_of(&self, state: CaseFileState) -> bool {
        [&self.before, &self.after].into_iter().flatten().any(|own| own == state.word())
    }
}

/// Every run of an output folder in numbers, the oldest first.
pub fn history(out: &Path, address: Option<&LedgerAddress>) -> Result<Vec<RunOutcomes>, RunError> {
    let ledger = look(out, address)?;
    ledger.runs()?.into_iter().map(|run| outcomes(&ledger, run)).collect()
}

/// How two runs of an output folder differ; they are named by their numbers in the ledger.
pub fn compare_runs(
    out: &Path,
    address: Option<&LedgerAddress>,
    (before, after): (u32, u32),
) -> Result<Comparison, RunError> {
    let ledger = look(out, address)?;
    let runs = ledger.runs()?;
    let find = |number: u32| {
        let run = runs.iter().find(|run| run.number == number).cloned();
        run.ok_or_else(|| {
            let (shown, out) = (out.display(), shell_path(out));
            RunError::Usage(format!(
                "{shown} has no run {number}; `care2mosaic status {out} --history` lists them"
            ))
        })
    };
    let counted = |number: u32| {
        let run = outcomes(&ledger, find(number)?)?;
        if run.has_counted() { Ok(run) } else { Err(nothing_counted(out, &run.run)) }
    };
    let (before, after) = (counted(before)?, counted(after)?);
    let states = |run: &RunOutcomes| ledger.case_file_states(run.run.number);
    let states = [states(&before)?, states(&after)?];
    let (causes, one_sided) =
        compared_causes(&ledger, [&before, &after], states.each_ref().map(Vec::as_slice))?;
    let [states_before, states_after] = states;
    let mut case_files = state_changes(states_before, states_after);
    let all = case_files.len();
    for run in [&before, &after] {
        let untold = untold_case_files(out, &ledger, &run.run)?;
        let holds_any = || run.causes.iter().any(|cause| cause.reason == Reason::UNTOLD);
        let may_be = |number: u64| untold.as_ref().map_or_else(&holds_any, |untold| untold.contains(&number));
        case_files.retain(|change| !may_be(change.case_file));
    }
    if case_files.len() < all {
        // Whoever waits for one of them is a relative of theirs: those of both identities would change together.
        case_files.retain(|change| !change.is_of(CaseFileState::Incomplete));
    }
    let not_named = (all - case_files.len()) as u64;
    Ok(Comparison { before, after, causes, one_sided, case_files, not_named })
}

/// The causes that differ, and the values that only one of the runs could find.
fn compared_causes(
    ledger: &Ledger,
    runs: [&RunOutcomes; 2],
    states: [&[(u64, String)]; 2],
) -> Result<(Vec<CauseChange>, Vec<CauseChange>), RunError> {
    let [mut before, mut after] = runs.map(|run| run.causes.clone());
    let one_sided_before = part_one_sided(ledger, (runs[0].run.number, &mut before), states)?;
    let one_sided_after = part_one_sided(ledger, (runs[1].run.number, &mut after), states)?;
    Ok((cause_changes(&before, &after), cause_changes(&one_sided_before, &one_sided_after)))
}

/// Beside a run that counted nothing, every reason would seem to have come or gone.
fn nothing_counted(out: &Path, run: &RunRow) -> RunError {
    let (shown, out, number) = (out.display(), shell_path(out), run.number);
    let why = if run.finished.is_none() { "did not come to its end" } else { "was refused" };
    RunError::Usage(format!(
        "run {number} of {shown} {why} and counted nothing to compare; `care2mosaic status {out} --history` lists those that did"
    ))
}

/// A run in numbers; one that did not come to its end has none that would stay as they are.
fn outcomes(ledger: &Ledger, run: RunRow) -> Result<RunOutcomes, RunError> {
    if run.finished.is_none() {
        let (records, case_files) = (BTreeMap::new(), BTreeMap::new());
        return Ok(RunOutcomes { run, records, case_files, causes: Vec::new() });
    }
    let mut records: BTreeMap<String, u64> = BTreeMap::new();
    for tally in ledger.tallies(run.number)? {
        *records.entry(tally.outcome).or_default() += tally.records;
    }
    let case_files = ledger.case_file_counts(run.number)?.into_iter().collect();
    Ok(RunOutcomes { records, case_files, causes: ledger.causes(run.number)?, run })
}

fn cause_changes(before: &[CauseRow], after: &[CauseRow]) -> Vec<CauseChange> {
    type Key = (String, String, String, String);
    let key = |cause: &CauseRow| -> Key {
        (cause.kind.clone(), cause.entity.clone(), cause.field.clone(), cause.reason.clone())
    };
    let mut all: BTreeMap<Key, (u64, u64)> = BTreeMap::new();
    for cause in before {
        all.entry(key(cause)).or_default().0 = cause.records;
    }
    for cause in after {
        all.entry(key(cause)).or_default().1 = cause.records;
    }
    let changed = all.into_iter().filter(|(_, (before, after))| before != after);
    let change = |((kind, entity, field, reason), (before, records))| CauseChange {
        cause: CauseRow { kind, entity, field, reason, records },
        before,
    };
    changed.map(change).collect()
}

fn state_changes(before: Vec<(u64, String)>, after: Vec<(u64, String)>) -> Vec<StateChange> {
    let mut all: BTreeMap<u64, (Option<String>, Option<String>)> = BTreeMap::new();
    for (number, state) in before {
        all.entry(number).or_default().0 = Some(state);
    }
    for (number, state) in after {
        all.entry(number).or_default().1 = Some(state);
    }
    let changed = all.into_iter().filter(|(_, (before, after))| before != after);
    changed.map(|(case_file, (before, after))| StateChange { case_file, before, after }).collect()
}
