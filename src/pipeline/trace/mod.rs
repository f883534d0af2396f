//! The story of one case file: every source record of it, what became of the record, and the rows it became.

mod case_file_trace;
mod joined_later;
mod reasons;
mod written_output;

use std::path::{Path, PathBuf};

pub use case_file_trace::{CaseFileTrace, TraceReason, TracedCell, TracedRecord, TracedRow};

pub(in crate::pipeline) use joined_later::put_joined;
pub(in crate::pipeline) use reasons::Reasons;
pub(in crate::pipeline) use written_output::{WrittenOutput, run_of_batch};

use super::output_folder::OutputFolder;
use super::prove::trace_case_files;
use super::sample::ListedCaseFile;
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
    let folder = OutputFolder::open_to_look(&request.out, request.ledger.as_ref())?;
    let watcher = Watcher::new(observer, cancel);
    let find = |run| WrittenOutput::find(&folder, &request.sources, run, request.threads, watcher);
    let tell = |written: &WrittenOutput<'_>| {
        let numbers = [request.case_file];
        let found =
            written.with_input(|input| Ok(trace_case_files(input, &numbers, request.show_values)?))?;
        found.into_iter().next().ok_or_else(|| RunError::Usage(nobody(request.case_file)))
    };
    let run = batch_of(&request.out, request.case_file)?.and_then(|batch| run_of_batch(&request.out, batch));
    let mut written = find(run)?;
    let mut found = tell(&written)?;
    // Somebody who was merged is in no list; the batch is that of whom they were merged with, which a later run may not know.
    let batch =
        found.batch.map_or_else(|| batch_of(&request.out, found.case_file), |batch| Ok(Some(batch)))?;
    let own = batch.and_then(|batch| run_of_batch(&request.out, batch));
    if let Some(own) = own.filter(|own| !written.is_of(*own)) {
        drop(written);
        written = find(Some(own))?;
        found = tell(&written)?;
    }
    joined_later::take(&mut found, request, written, find)?;
    ListedCaseFile::each(&request.out, |line| {
        if line.number == found.case_file {
            (found.state, found.digest) = (line.state, line.digest);
        }
    })?;
    Ok(found)
}

/// The batch in which the list has a case file.
fn batch_of(out: &Path, number: u64) -> Result<Option<u32>, RunError> {
    let mut found = None;
    ListedCaseFile::each(out, |line| {
        if line.number == number {
            found = line.batch;
        }
    })?;
    Ok(found)
}

fn nobody(number: u64) -> String {
    format!("no person of the export has the number {number}; `reconciliation/case-files.csv` lists them all")
}
