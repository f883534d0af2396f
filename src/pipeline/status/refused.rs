//! A retry that was refused after what stands was written.

use crate::ledger::{OutputFileRow, RunRow};
use crate::pipeline::Exit;
use crate::report::model::Verdict;
use crate::report::summary::PlaceNames;

/// A retry that was refused after what stands was written: its export has stops, or the mappings would change what is sealed.
pub(super) struct RefusedRetry {
    /// The command that tries it again.
    pub(super) command: String,
    /// The list of stops; none where the mappings were the cause.
    stops: Option<String>,
}

impl RefusedRetry {
    /// The last run of a folder, if it is one and `shown`, which stands, is another.
    pub(super) fn among<'r>(runs: &'r [RunRow], shown: Option<&RunRow>) -> Option<&'r RunRow> {
        let last = runs.iter().rev().find(|run| !run.dry_run)?;
        let is_refused = last.verdict.as_deref() == Some(Verdict::Refused.word());
        (is_refused && shown.is_some_and(|shown| shown.number < last.number && !shown.dry_run))
            .then_some(last)
    }

    /// What is to be said of it; `names` are those of that run, `files` those that the ledger noted.
    pub(super) fn new(run: &RunRow, names: &PlaceNames, files: &[OutputFileRow]) -> Option<Self> {
        let is_stops =
            |file: &&OutputFileRow| file.run == run.number && file.path.ends_with("exceptions/stops.csv");
        let stops = files.iter().find(is_stops).map(|file| format!("{}/{}", names.results, file.path));
        let would_change = run.exit_code.and_then(Exit::from_code) == Some(Exit::Refused);
        let command = names.again.clone().filter(|_| stops.is_some() || would_change)?;
        Some(Self { command, stops })
    }

    /// What happened, and what there is to do.
    pub(super) fn advice(&self) -> String {
        let lead = "The last retry was refused, and what was sealed before stands:";
        match &self.stops {
            Some(stops) => format!("{lead} {stops} names what has to be put right first."),
            None => format!(
                "{lead} the mappings would have changed sealed case files. Take these changes back and type the command below without --accept-changes, or give the reason for which sealed case files stay as they are."
            ),
        }
    }
}
