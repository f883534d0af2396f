//! What Mosaic holds, by an extract of it, against what the folder holds.

use std::path::Path;

use super::WrittenRun;
use crate::map::plan::Plan;
use crate::pipeline::fingerprint::drop_sha256;
use crate::pipeline::output_digests::digest;
use crate::pipeline::output_folder::OutputFolder;
use crate::pipeline::report_of::{mosaic_lines, mosaic_of};
use crate::pipeline::stage::TemporaryFolder;
use crate::pipeline::{Event, RunError, Watcher};
use crate::reconcile::extract::{Comparison, Extract, compare_extract};
use crate::reconcile::reader::BatchFolder;
use crate::report::lists::MosaicLine;
use crate::report::model::Mosaic;
use crate::target::TargetError;

/// An extract of Mosaic that is covered by what is said of extracts, and not compared yet.
pub(super) struct MosaicExtract {
    extract: Extract,
}

/// What the comparison came to.
pub(super) struct MosaicFound {
    /// The part of the report.
    pub(super) mosaic: Mosaic,
    found: Comparison,
}

impl MosaicExtract {
    /// Looks at names and headers, before anything else takes its time.
    pub(super) fn open(folder: &OutputFolder, extract: &Path) -> Result<Self, RunError> {
        let run = WrittenRun::find(folder)?;
        let extract = Extract::open(extract, &run.mappings, run.plan.contract())?;
        Ok(Self { extract })
    }

    /// Compares it with every sealed batch.
    pub(super) fn compare(
        &self,
        run: &WrittenRun,
        folder: &OutputFolder,
        watcher: Watcher<'_>,
    ) -> Result<MosaicFound, RunError> {
        let (output, contract) = (&folder.path, run.plan.contract());
        let unreadable = |source| RunError::from(TargetError::at(output)(source));
        let mut batches = Vec::new();
        for number in BatchFolder::numbers(output).map_err(unreadable)? {
            batches.push(BatchFolder::open(output, number, contract).map_err(unreadable)?);
        }
        watcher.tell(Event::PhaseStarted { name: "compare", batches: 0, bytes: 0 });
        let temporary = TemporaryFolder::create(output)?;
        let stopped = || watcher.stopped();
        let found = compare_extract(&self.extract, &batches, contract, &temporary.file(""), &stopped)?;
        watcher.tell(Event::PhaseFinished);
        let mosaic = mosaic_of(
            &run.plan,
            (self.extract.rules(), self.extract.own_rules().is_some()),
            self.sha256(&found)?,
            &found,
        );
        Ok(MosaicFound { mosaic, found })
    }

    fn sha256(&self, found: &Comparison) -> Result<String, RunError> {
        let mut files = found.files.clone();
        if let Some(rules) = self.extract.own_rules() {
            let name = rules.file_name().map(|name| name.to_string_lossy().into_owned());
            files.push((name.unwrap_or_default(), digest(&rules)?));
        }
        Ok(drop_sha256(files.iter().map(|(name, sha256)| (name.as_str(), sha256.clone()))))
    }
}

impl MosaicFound {
    /// The lines of the list.
    pub(super) fn lines(&self, plan: &Plan) -> impl Iterator<Item = MosaicLine> {
        mosaic_lines(plan, &self.found)
    }
}
