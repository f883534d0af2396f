//! The proof of what an output folder holds: hands the staged export and the rows read back to `reconcile`, batch by
//! batch.
//!
//! Three passes over the batch folders, each with flat memory: who was written where; rows and list lines parted by the
//! batch of the export that their people are in, where a folder holds several batches' people (the run's last,
//! supplementary ones); then batch by batch the proof itself, by several threads, results in order.

mod account_check;
mod batch;
mod byte_pass;
mod combine;
mod control_tables;
mod difference_causes;
mod export_view;
mod first_pass;
mod folder_reader;
mod folders;
mod held_counts;
mod input;
mod listed;
mod lists;
mod outside;
mod parted_rows;
mod prove_error;
mod recount_pass;
mod row_owner;
mod side_loader;
mod states;
mod target_counts;
mod tracing_case_file;
mod unknown;
mod unwritten_shared;
mod whole_output;

pub(in crate::pipeline) use folders::person_key;
pub(crate) use input::ProveInput;
pub use prove_error::ProveError;
pub(in crate::pipeline) use target_counts::RowsDigest;
pub(crate) use tracing_case_file::trace_case_file;

use crate::reconcile::Proof;
use crate::reconcile::check::contract::ContractRules;

/// Proves what an output folder holds against the export that it was made of.
pub(crate) fn prove(input: &ProveInput<'_>) -> Result<Proof, ProveError> {
    let stores_documents = input.plan.policy().get("documents") != Some("index");
    let rules = ContractRules::new(
        input.plan.contract(),
        input.validations,
        (input.totals, input.day()),
        stores_documents,
    );
    let folders = folders::Folders::open(input)?;
    let states = states::States::read(input)?;
    let listed = lists::Lists::part(input, &folders)?;
    let mut parted = parted_rows::PartedRows::part(input, &rules, &folders, &listed)?;
    let unwritten = unwritten_shared::UnwrittenShared::read(input)?;
    let export = export_view::ExportView::new(input, &states, &unwritten);
    let first = first_pass::look(input, &export, &folders, &listed)?;
    let recounted = recount_pass::count(input)?;
    let whole = whole_output::WholeOutput::create(input, &rules)?;
    whole.take(std::mem::take(&mut parted.found))?;
    let proving = batch::Proving::new(input, &export, &first, &rules, (&folders, &listed, &parted));
    let batches = proving.all(&whole)?;
    let shared = proving.shared(&whole)?;
    let (mut across, totals) = whole.finish(&folders.last(input.plan))?;
    across.extend(byte_pass::check(input)?);
    across.extend(held_counts::check(input, batches.iter().flat_map(|batch| &batch.proven.lines))?);
    Ok(combine::combine(input, (batches, shared), across, (recounted, totals)))
}

/// Gets ready as for a proof, and hands over what looks at batches.
fn with_proving<T>(
    input: &ProveInput<'_>,
    look: impl FnOnce(&batch::Proving<'_>) -> Result<T, ProveError>,
) -> Result<T, ProveError> {
    let rules =
        ContractRules::new(input.plan.contract(), input.validations, (input.totals, input.day()), false);
    let folders = folders::Folders::open(input)?;
    let states = states::States::read(input)?;
    let listed = lists::Lists::part(input, &folders)?;
    let parted = parted_rows::PartedRows::part(input, &rules, &folders, &listed)?;
    let unwritten = unwritten_shared::UnwrittenShared::read(input)?;
    let export = export_view::ExportView::new(input, &states, &unwritten);
    let first = first_pass::look(input, &export, &folders, &listed)?;
    look(&batch::Proving::new(input, &export, &first, &rules, (&folders, &listed, &parted)))
}
