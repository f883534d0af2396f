//! The run that wrote what an output folder holds.

use std::path::{Path, PathBuf};

use crate::ledger::RunRow;
use crate::map::compile;
use crate::map::plan::Plan;
use crate::pipeline::RunError;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::noted_drop::NotedDrop;
use crate::pipeline::output_folder::OutputFolder;
use crate::pipeline::survey::Survey;
use crate::reconcile::check::validation::Validations;
use crate::reconcile::totals::{Total, load_totals};

/// The run that wrote what an output folder holds, with what it used.
pub(in crate::pipeline) struct WrittenRun {
    pub(in crate::pipeline) run: RunRow,
    pub(in crate::pipeline) fingerprint: Fingerprint,
    /// The copy of the mappings that the run used.
    pub(in crate::pipeline) mappings: PathBuf,
    pub(in crate::pipeline) plan: Plan,
    pub(in crate::pipeline) validations: Validations,
    pub(in crate::pipeline) totals: Vec<Total>,
    pub(in crate::pipeline) key: [u8; 32],
}

impl WrittenRun {
    /// Finds the latest run that sealed batches and came to its end; a retry that did not has to go on first.
    pub(in crate::pipeline) fn find(folder: &OutputFolder) -> Result<Self, RunError> {
        folder.refuse_open_retry()?;
        let none = || folder.no_finished_run();
        let run = folder.current_run()?.filter(|run| run.finished.is_some()).ok_or_else(none)?;
        let fingerprint = Fingerprint::parse(&run.fingerprint).ok_or_else(none)?;
        Self::of(folder, run, fingerprint)
    }

    /// Whether an export may be that which was noted, by paths and sizes.
    pub(in crate::pipeline) fn may_have_read(
        &self,
        noted: &NotedDrop,
        export: &Path,
    ) -> Result<bool, RunError> {
        let (profile, dictionary) = (self.fingerprint.profile.as_str(), self.plan.dictionary());
        let drop = Survey::listed(export, &self.mappings, profile, dictionary)?;
        Ok(noted.may_be(&drop) || noted.may_be(&drop.with_own_names()))
    }

    /// A run with what it used.
    pub(in crate::pipeline) fn of(
        folder: &OutputFolder,
        run: RunRow,
        fingerprint: Fingerprint,
    ) -> Result<Self, RunError> {
        let copies = folder.path.join("mappings");
        let copy = format!("{:04}", fingerprint.run);
        let (mappings, plan) = (copies.join(&copy), used_plan(folder, &copies.join(&copy), &fingerprint)?);
        let validations = Validations::load(&mappings, plan.contract()).map_err(RunError::Mappings)?;
        let key = folder.used_key(&fingerprint)?;
        let totals = load_totals(&mappings, &plan).map_err(RunError::Mappings)?;
        Ok(Self { run, fingerprint, mappings, plan, validations, totals, key })
    }
}

/// The plan of the run's own copy of the mappings, which compiled when the run began and has the ledger's digest still.
fn used_plan(folder: &OutputFolder, mappings: &Path, fingerprint: &Fingerprint) -> Result<Plan, RunError> {
    let changed = || RunError::Changed { out: folder.path.clone(), path: "mappings".to_owned() };
    let plan = compile(mappings).map_err(|_| changed())?;
    let same = plan.sha256() == fingerprint.mappings_sha256
        && plan.contract().sha256() == fingerprint.contract_sha256;
    if same { Ok(plan) } else { Err(changed()) }
}
