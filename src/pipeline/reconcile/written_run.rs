//! The run that wrote what an output folder holds.

use std::path::PathBuf;

use crate::ledger::RunRow;
use crate::map::compile;
use crate::map::plan::Plan;
use crate::pipeline::RunError;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::output_folder::{OutputFolder, names};
use crate::reconcile::check::validation::Validations;
use crate::reconcile::totals::{Total, load_totals};

/// The run that wrote what an output folder holds, with what it used.
pub(super) struct WrittenRun {
    pub(super) run: RunRow,
    pub(super) fingerprint: Fingerprint,
    /// The copy of the mappings that the run used.
    pub(super) mappings: PathBuf,
    pub(super) plan: Plan,
    pub(super) validations: Validations,
    pub(super) totals: Vec<Total>,
    pub(super) key: [u8; 32],
}

impl WrittenRun {
    /// Finds the latest run that sealed batches and came to its end.
    pub(super) fn find(folder: &OutputFolder) -> Result<Self, RunError> {
        let none = || RunError::NoRun { out: folder.path.clone() };
        let run = folder.sealed_run()?.filter(|run| run.finished.is_some()).ok_or_else(none)?;
        let fingerprint = Fingerprint::parse(&run.fingerprint).ok_or_else(none)?;
        let copies = folder.path.join("mappings");
        let mappings = copies.join(names(&copies)?.pop().ok_or_else(none)?);
        let plan = compile(&mappings).map_err(RunError::Mappings)?;
        let validations = Validations::load(&mappings, plan.contract()).map_err(RunError::Mappings)?;
        let key = folder.proof_key(None, true)?;
        let totals = load_totals(&mappings, &plan).map_err(RunError::Mappings)?;
        Ok(Self { run, fingerprint, mappings, plan, validations, totals, key })
    }
}
