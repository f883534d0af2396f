//! Seals batches: written once, and compared when a run goes on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::ledger::{BatchKind, BatchRow, BatchState, Ledger};
use crate::map::plan::Plan;
use crate::pipeline::RunError;
use crate::pipeline::output_folder::remove_folder;
use crate::target::{Batch, BatchContent, DocumentPolicy, Manifest, SortedRows, TargetError, Written};

/// The number of a batch, what it holds, and how many case files.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BatchId {
    /// Its number.
    pub(crate) number: u32,
    /// What it holds.
    pub(crate) kind: BatchKind,
    /// The number of case files written.
    pub(crate) case_files: u64,
}

/// How a batch ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It is complete on disk; the number of its rows.
    Sealed(u64),
    /// The disk did not take it.
    Failed(String),
}

/// Where the batches of a run go.
pub(crate) struct Sealing<'a> {
    plan: &'a Plan,
    output: PathBuf,
    documents: DocumentPolicy,
    /// The number of the run among those that wrote something.
    run: u32,
    /// The ledger and the number of the run there; none where nothing is kept.
    ledger: Option<(&'a Ledger, u32)>,
    known: BTreeMap<u32, BatchRow>,
}

impl<'a> Sealing<'a> {
    /// Batches of the `run`th run that goes to `output`.
    pub(crate) fn new(
        plan: &'a Plan,
        output: &Path,
        run: u32,
        documents: DocumentPolicy,
        ledger: Option<(&'a Ledger, u32)>,
    ) -> Result<Self, RunError> {
        let known = ledger.map_or(Ok(Vec::new()), |(ledger, _)| ledger.batches())?;
        let known = known.into_iter().map(|batch| (batch.number, batch)).collect();
        Ok(Self { plan, output: output.to_path_buf(), documents, run, ledger, known })
    }

    /// Seals a batch: one that is sealed already is compared, one that was written but not sealed is taken as it is if
    /// it is the same.
    pub(crate) fn seal(
        &self,
        id: BatchId,
        content: &BatchContent<impl SortedRows>,
    ) -> Result<Ending, RunError> {
        let sealed = self.known.get(&id.number).filter(|batch| batch.state == BatchState::Sealed);
        if sealed.is_none() && !self.folder_of(id.number).exists() {
            return self.write(id, content);
        }
        let at = |source| TargetError::Io { path: self.output.clone(), source };
        let manifest = content.manifest_of(self.plan.contract(), self.manifest(id), self.documents);
        let (manifest, sha256) = manifest.map_err(at)?;
        let found = Batch::found(&self.output, id.number);
        let same = found.is_some_and(|batch| batch.manifest_sha256() == sha256);
        match sealed {
            Some(batch) if same && batch.manifest_sha256.as_deref() == Some(&sha256) => {}
            Some(_) => return Err(RunError::SealedDiffers { number: id.number }),
            None if same => self.note(id, BatchState::Sealed, None, Some(sha256))?,
            None => {
                remove_folder(&self.folder_of(id.number))?;
                return self.write(id, content);
            }
        }
        Ok(Ending::Sealed(rows(&manifest)))
    }

    fn write(&self, id: BatchId, content: &BatchContent<impl SortedRows>) -> Result<Ending, RunError> {
        self.note(id, BatchState::Running, None, None)?;
        let batch = Batch::new(&self.output, self.manifest(id), self.documents);
        match batch.write(self.plan.contract(), content) {
            Ok(batch) => self.sealed(id, &batch),
            Err(error @ TargetError::Io { .. }) => {
                let reason = error.to_string();
                self.note(id, BatchState::Failed, Some(reason.clone()), None)?;
                Ok(Ending::Failed(reason))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn sealed(&self, id: BatchId, batch: &Batch<Written>) -> Result<Ending, RunError> {
        self.note(id, BatchState::Sealed, None, Some(batch.manifest_sha256().to_owned()))?;
        Ok(Ending::Sealed(rows(batch.manifest())))
    }

    fn note(
        &self,
        id: BatchId,
        state: BatchState,
        reason: Option<String>,
        manifest_sha256: Option<String>,
    ) -> Result<(), RunError> {
        let Some((ledger, run)) = self.ledger else { return Ok(()) };
        let BatchId { number, kind, case_files } = id;
        let batch = BatchRow { number, run, kind, state, reason, case_files, manifest_sha256 };
        Ok(ledger.put_batch(&batch)?)
    }

    fn folder_of(&self, number: u32) -> PathBuf {
        self.output.join("data").join("batches").join(format!("{number:04}"))
    }

    fn manifest(&self, id: BatchId) -> Manifest {
        let contract = self.plan.contract();
        Manifest {
            format: 1,
            batch: id.number,
            run: self.run,
            retry_of: None,
            case_files: id.case_files,
            files: Vec::new(),
            mappings_sha256: self.plan.sha256().to_owned(),
            contract_sha256: contract.sha256().to_owned(),
            target_schema_version: contract.schema_version().to_owned(),
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

fn rows(manifest: &Manifest) -> u64 {
    manifest.files.iter().filter(|file| file.table.is_some()).filter_map(|file| file.rows).sum()
}
