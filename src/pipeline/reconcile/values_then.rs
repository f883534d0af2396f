//! The rejected values of shared records as the runs of an earlier drop wrote them, as the ledger has them.

use std::collections::BTreeSet;

use crate::ledger::ExceptionRow;
use crate::pipeline::RunError;
use crate::pipeline::earlier::SealedRows;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::output_folder::OutputFolder;
use crate::record::Guid;
use crate::source::{Dictionary, Role};

/// The lines of these runs, counted among those that write, about values of shared records: of each those of the run that wrote
/// it, as far as that is known.
pub(in crate::pipeline) fn values_then(
    folder: &OutputFolder,
    dictionary: &Dictionary,
    runs: &BTreeSet<u32>,
    written: &SealedRows,
) -> Result<Vec<ExceptionRow>, RunError> {
    let mut values = Vec::new();
    for run in folder.ledger.runs()?.into_iter().filter(|run| !run.dry_run && run.finished.is_some()) {
        let used = Fingerprint::parse(&run.fingerprint).map(|used| used.run);
        let Some(own) = used.filter(|own| runs.contains(own)) else { continue };
        let is_meant = |line: &ExceptionRow| {
            let entity = dictionary.find(&line.entity);
            let shared = entity.is_some_and(|entity| dictionary.entity(entity).role == Role::Shared);
            let wrote = |key: Guid| written.run_of(key).is_none_or(|run| run == own);
            shared && line.case_file.is_none() && Guid::parse(&line.source_id).is_ok_and(wrote)
        };
        values.extend(folder.ledger.exceptions(run.number, "value")?.into_iter().filter(is_meant));
    }
    values.sort_by(|one, other| {
        (&one.entity, &one.source_id, &one.field).cmp(&(&other.entity, &other.source_id, &other.field))
    });
    values.dedup();
    Ok(values)
}
