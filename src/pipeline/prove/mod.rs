//! The proof of what an output folder holds: hands the staged export and the rows read back to `reconcile`, batch by
//! batch.
//!
//! Three passes over the batch folders, each with flat memory: who was written where; rows and list lines parted by the
//! batch of the export that their people are in, where a folder holds several batches' people (the run's last,
//! supplementary ones); then batch by batch the proof itself, by several threads, results in order, while others read the
//! files of the export again.

mod account_check;
mod batch;
mod byte_pass;
mod combine;
mod control_tables;
mod difference_causes;
mod difference_roots;
mod export_view;
mod first_pass;
mod folder_reader;
mod folders;
mod general_warnings;
mod held_counts;
mod input;
mod linking_columns;
mod list_grounds;
mod list_order;
mod listed;
mod listed_joining;
mod lists;
mod outside;
mod parted_rows;
mod prove_error;
mod recount_pass;
mod rejected_rows;
mod row_owner;
mod scope;
mod shared_notes;
mod shared_values;
mod side_by_side;
mod side_loader;
mod states;
mod target_counts;
mod tracing_case_file;
mod unknown;
mod unnumbered;
mod unwritten_shared;
mod waiting;
mod whole_output;
mod written_copies;

pub(in crate::pipeline) use folders::person_key;
pub(crate) use input::ProveInput;
pub use prove_error::ProveError;
pub(crate) use scope::Scope;
use side_by_side::{FoundBeside, prove_beside};
pub(in crate::pipeline) use target_counts::RowsDigest;
pub(crate) use tracing_case_file::{TracedElsewhere, trace_case_files, trace_elsewhere};

use std::collections::BTreeSet;
use std::sync::Mutex;

use crate::reconcile::Proof;
use crate::reconcile::check::contract::ContractRules;
use crate::reconcile::recompute::AddressClaims;

/// Proves what an output folder holds against the exports that it was made of, the newest last.
pub(crate) fn prove(inputs: &[ProveInput<'_>]) -> Result<Proof, ProveError> {
    let Some(newest) = inputs.last() else { return Ok(Proof::default()) };
    let mut grounds = Vec::with_capacity(inputs.len());
    for (input, joining) in inputs.iter().zip(listed_joining::listed_joining(inputs)?) {
        grounds.push(Ground::read(input, &joining)?);
    }
    let mut last = BTreeSet::new();
    let found: Vec<_> =
        grounds.iter_mut().flat_map(|ground| std::mem::take(&mut ground.parted.found)).collect();
    let whole = whole_output::WholeOutput::create(newest, &grounds[grounds.len() - 1].rules)?;
    let claims = Mutex::new(claims_in(newest)?);
    whole.take(found)?;
    let mut everybody = Vec::with_capacity(inputs.len());
    for ground in &grounds {
        last.extend(ground.folders.last(newest.plan));
        let export = export_view::ExportView::new(ground.input, &ground.states, &ground.unwritten);
        everybody.push(first_pass::look(ground.input, &export, (&ground.folders, &ground.listed), &claims)?);
    }
    if let Some(everybody) = everybody.last_mut().filter(|everybody| everybody.has_disputed()) {
        for earlier in &inputs[..inputs.len() - 1] {
            first_pass::look_for_disputed(earlier, everybody)?;
        }
    }
    let addresses = first_pass::settled(newest, claims)?;
    let (mut drops, mut bytes) = (Vec::with_capacity(inputs.len()), Vec::new());
    for (ground, everybody) in grounds.iter().zip(everybody) {
        let input = ground.input;
        let export = export_view::ExportView::new(input, &ground.states, &ground.unwritten);
        let evidence = (&ground.folders, &ground.listed, &ground.parted);
        let first = first_pass::FirstPass { addresses: addresses.clone(), everybody };
        let proving = batch::Proving::new(input, &export, &first, &ground.rules, evidence);
        let FoundBeside { mut batches, recounted, scans } = prove_beside(input, &proving, &whole)?;
        let mut shared = proving.shared(&whole)?;
        let mut named = std::mem::take(&mut shared.grounds);
        for batch in &mut batches {
            named.merge(std::mem::take(&mut batch.grounds));
        }
        shared.differences.extend(general_warnings::check(input, &ground.listed, &named.described));
        shared.differences.extend(named.rejected.check(input)?);
        drops.push(combine::ProvenDrop { input, batches, shared, recounted });
        bytes.extend(byte_pass::check(input, &scans));
    }
    // Whoever is held is looked for in the newest.
    let lines = drops.last().into_iter().flat_map(|drop| &drop.batches).flat_map(|batch| &batch.proven.lines);
    bytes.extend(held_counts::check(newest, lines)?);
    let (mut across, totals) = whole.finish(&last)?;
    across.extend(bytes);
    Ok(combine::combine(newest, drops, across, totals))
}

fn claims_in(input: &ProveInput<'_>) -> Result<AddressClaims, ProveError> {
    let failed = |source| ProveError::Temporary { path: input.temporary.to_path_buf(), source };
    AddressClaims::create(input.temporary).map_err(failed)
}

/// What is read of the folder before case files are proven against one drop.
struct Ground<'a> {
    input: &'a ProveInput<'a>,
    rules: ContractRules<'a>,
    folders: folders::Folders,
    states: states::States,
    listed: lists::Lists,
    parted: parted_rows::PartedRows,
    unwritten: unwritten_shared::UnwrittenShared,
}

impl<'a> Ground<'a> {
    fn read(input: &'a ProveInput<'a>, joining: &listed_joining::ListedJoining) -> Result<Self, ProveError> {
        let stores_documents = input.plan.policy().get("documents") != Some("index");
        let contract = input.plan.contract();
        let rules =
            ContractRules::new(contract, input.validations, (input.totals, input.day()), stores_documents);
        let folders = folders::Folders::open(input)?;
        let states = states::States::read(input)?;
        let listed = lists::Lists::part(input, &folders, joining)?;
        let parted = parted_rows::PartedRows::part(input, &rules, &folders, &listed)?;
        let unwritten = unwritten_shared::UnwrittenShared::read(input)?;
        Ok(Self { input, rules, folders, states, listed, parted, unwritten })
    }
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
    let listed = lists::Lists::part(input, &folders, &listed_joining::listed_here(input)?)?;
    let parted = parted_rows::PartedRows::part(input, &rules, &folders, &listed)?;
    let unwritten = unwritten_shared::UnwrittenShared::read(input)?;
    let export = export_view::ExportView::new(input, &states, &unwritten);
    let claims = Mutex::new(claims_in(input)?);
    let everybody = first_pass::look(input, &export, (&folders, &listed), &claims)?;
    let first = first_pass::FirstPass { addresses: first_pass::settled(input, claims)?, everybody };
    look(&batch::Proving::new(input, &export, &first, &rules, (&folders, &listed, &parted)))
}
