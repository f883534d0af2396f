//! The story of one case file: every source record of it, what became of the record, and the rows it became.

mod case_file_trace;
mod listed_line;
mod reasons;

use std::path::PathBuf;

pub use case_file_trace::{CaseFileTrace, TraceReason, TracedCell, TracedRecord, TracedRow};

pub(in crate::pipeline) use listed_line::ListedLine;
pub(in crate::pipeline) use reasons::Reasons;

use super::output_folder::OutputFolder;
use super::prove::{ProveInput, trace_case_file};
use super::reconcile::{MatchingDrop, WrittenRun, parting_of};
use super::{Cancel, Observer, RunError, Watcher};
use crate::ledger::LedgerAddress;

/// What a trace is asked of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceRequest {
    /// The output folder.
    pub out: PathBuf,
    /// The person number.
    pub case_file: u64,
    /// The export that the folder was made of; where the run found it, unless given.
    pub sources: Vec<PathBuf>,
    /// Whether values are told besides keys.
    pub show_values: bool,
    /// The ledger's address; else `sqlite://OUT/ledger.sqlite`.
    pub ledger: Option<LedgerAddress>,
    /// Threads that read, at least 1.
    pub threads: usize,
}

/// Tells the story of one case file from the export, the import files as they stand on disk, and the lists.
///
/// # Errors
/// [`RunError::Usage`] where nobody in the export has the number; see [`RunError`] for the rest.
pub fn trace(
    request: &TraceRequest,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<CaseFileTrace, RunError> {
    let folder = OutputFolder::open(&request.out, request.ledger.as_ref())?;
    let watcher = Watcher::new(observer, cancel);
    let run = WrittenRun::find(&folder)?;
    let remembered = [PathBuf::from(&run.fingerprint.export)];
    let sources = if request.sources.is_empty() { &remembered[..] } else { &request.sources };
    let sources: Vec<_> = sources.iter().map(AsRef::as_ref).collect();
    let drop = MatchingDrop::find(
        &run,
        &folder,
        &sources,
        (&parting_of(&run, &folder)?, &folder.path),
        request.threads,
        watcher,
    )?;
    let found = trace_case_file(
        &ProveInput {
            plan: &run.plan,
            validations: &run.validations,
            totals: &run.totals,
            staged: &drop.staged,
            drop: &drop.survey.drop,
            profile: &drop.survey.profile,
            documents: &drop.documents()?,
            output: &request.out,
            results: &request.out,
            scope: None,
            account: None,
            temporary: &request.out.join(".stage"),
            key: &run.key,
            threads: request.threads,
            watcher,
        },
        request.case_file,
        request.show_values,
    )?;
    let mut found = found.ok_or_else(|| RunError::Usage(nobody(request.case_file)))?;
    if let Some(line) = ListedLine::find(&request.out, found.case_file)? {
        (found.state, found.digest) = (line.state, line.digest);
    }
    Ok(found)
}

fn nobody(number: u64) -> String {
    format!("no person of the export has the number {number}; `reconciliation/case-files.csv` lists them all")
}
