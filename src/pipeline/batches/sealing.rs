//! Seals batches: written once, and compared when a run goes on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::ledger::{BatchKind, BatchRow, BatchState, Ledger};
use crate::map::plan::Plan;
use crate::pipeline::earlier::Earlier;
use crate::pipeline::output_folder::remove_folder;
use crate::pipeline::run_exit::target_exit;
use crate::pipeline::team::Worker;
use crate::pipeline::{Exit, RunError};
use crate::record::crash_point;
use crate::target::{
    Batch, BatchContent, DocumentPolicy, Filled, Manifest, SortedRows, TargetError, Written,
};

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
    /// It could not be written.
    Failed {
        /// Why.
        reason: String,
        /// The code that the command ends with.
        exit: Exit,
    },
    /// It could not be written before, for this reason, and nobody asked for it now.
    Left(String),
    /// Another process has it in hand.
    Elsewhere,
}

/// What became of a batch for which what it holds is needed no more.
pub(crate) enum Begun {
    /// It has ended.
    Ended(Ending),
    /// Its files are written, and wait for the disk.
    Filled(BatchId, Box<Batch<Filled>>),
}

/// Whose a batch is to work on.
enum Hands {
    /// Ours: to be written, or to be compared with what is sealed.
    Ours(Option<BatchRow>),
    /// Another process has it.
    Anothers,
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
    /// Batches that could not be written before and that nobody asked for now.
    left: BTreeMap<u32, BatchRow>,
    /// This process, where several work on the run.
    worker: Option<&'a Worker>,
}

impl<'a> Sealing<'a> {
    /// Batches of a run that goes to `output`.
    pub(crate) fn new(
        plan: &'a Plan,
        output: &Path,
        earlier: &Earlier,
        documents: DocumentPolicy,
        ledger: Option<(&'a Ledger, u32)>,
    ) -> Result<Self, RunError> {
        let known = ledger.map_or(Ok(Vec::new()), |(ledger, _)| ledger.batches())?;
        let known = known.into_iter().map(|batch| (batch.number, batch)).collect();
        let (run, left, output) = (earlier.run, earlier.left.clone(), output.to_path_buf());
        Ok(Self { plan, output, documents, run, ledger, known, left, worker: None })
    }

    /// The same, shared with other processes.
    pub(crate) fn shared_by(self, worker: Option<&'a Worker>) -> Self {
        Self { worker, ..self }
    }

    /// Whether other processes may be at work on the same run.
    pub(crate) fn is_shared(&self) -> bool {
        self.worker.is_some()
    }

    /// Whether the run had sealed a batch before.
    pub(crate) fn is_sealed(&self, number: u32) -> bool {
        self.known.get(&number).is_some_and(|batch| batch.state == BatchState::Sealed)
    }

    /// The output folder, where the output stays.
    pub(crate) fn kept_in(&self) -> Option<&Path> {
        self.ledger.map(|_| self.output.as_path())
    }

    /// Seals a batch: one that is sealed already is compared, one that was written but not sealed is taken as it is if
    /// it is the same.
    pub(crate) fn seal(
        &self,
        id: BatchId,
        content: &BatchContent<impl SortedRows>,
    ) -> Result<Ending, RunError> {
        self.announce(id)?;
        self.finish(self.begin(id, content)?)
    }

    /// Notes that a batch is being written, unless it is not to be. Where several processes work on the run, whoever claims it
    /// has said so.
    pub(crate) fn announce(&self, id: BatchId) -> Result<(), RunError> {
        let is_ours = self.worker.is_none() && !self.left.contains_key(&id.number);
        if is_ours && !self.is_sealed(id.number) { self.note(id, BatchState::Running) } else { Ok(()) }
    }

    /// Writes a batch that was announced, as far as what it holds is needed: `finish` waits for the disk.
    pub(crate) fn begin(
        &self,
        id: BatchId,
        content: &BatchContent<impl SortedRows>,
    ) -> Result<Begun, RunError> {
        if let Some(left) = self.left.get(&id.number) {
            if let Some((ledger, run)) = self.ledger {
                let BatchId { number, kind, case_files } = id;
                ledger.put_batch(&BatchRow { number, run, kind, case_files, ..left.clone() })?;
            }
            return Ok(Begun::Ended(Ending::Left(left.reason.clone().unwrap_or_default())));
        }
        let known = match self.standing_of(id.number)? {
            Hands::Ours(known) => known,
            Hands::Anothers => return Ok(Begun::Ended(Ending::Elsewhere)),
        };
        let sealed = known.as_ref();
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
            None if same => {
                return self.settle(id, Some(sha256), Ending::Sealed(rows(&manifest))).map(Begun::Ended);
            }
            None => {
                remove_folder(&self.folder_of(id.number))?;
                return self.write(id, content);
            }
        }
        Ok(Begun::Ended(Ending::Sealed(rows(&manifest))))
    }

    /// A batch as it stands: sealed by somebody, or ours to write.
    fn standing_of(&self, number: u32) -> Result<Hands, RunError> {
        let is_sealed = |batch: &BatchRow| batch.state == BatchState::Sealed;
        let Some((ledger, worker, run)) = self.team() else {
            return Ok(Hands::Ours(self.known.get(&number).cloned().filter(is_sealed)));
        };
        if ledger.claim_batch(worker, run, number)? {
            return Ok(Hands::Ours(None));
        }
        let batch = ledger.batch(number)?.filter(|batch| batch.run == run).ok_or(RunError::TakenOver)?;
        Ok(if is_sealed(&batch) { Hands::Ours(Some(batch)) } else { Hands::Anothers })
    }

    fn write(&self, id: BatchId, content: &BatchContent<impl SortedRows>) -> Result<Begun, RunError> {
        crash_point("batch-begun", "");
        let batch = Batch::new(&self.output, self.manifest(id), self.documents);
        let Some(worker) = self.worker else {
            return match batch.fill(self.plan.contract(), content) {
                Ok(filled) => Ok(Begun::Filled(id, Box::new(filled))),
                Err(error) => self.failed(id, error).map(Begun::Ended),
            };
        };
        let filled = batch.written_by(worker.id()).fill(self.plan.contract(), content);
        match filled.and_then(Batch::finish) {
            Ok(batch) => self.sealed(id, &batch).map(Begun::Ended),
            // Another was taken for dead, and was faster: what it wrote is looked at.
            Err(_) if self.folder_of(id.number).exists() => self.begin(id, content),
            Err(error) => self.failed(id, error).map(Begun::Ended),
        }
    }

    /// Waits for the disk where a batch does, and seals it.
    pub(crate) fn finish(&self, begun: Begun) -> Result<Ending, RunError> {
        match begun {
            Begun::Ended(ending) => Ok(ending),
            Begun::Filled(id, batch) => match batch.finish() {
                Ok(batch) => self.sealed(id, &batch),
                Err(error) => self.failed(id, error),
            },
        }
    }

    /// A batch that the disk did not take has failed; any other error ends the run.
    fn failed(&self, id: BatchId, error: TargetError) -> Result<Ending, RunError> {
        match error {
            TargetError::Io { .. } | TargetError::Document { .. } | TargetError::Unreadable { .. } => {
                self.fail(id, &error)
            }
            error => Err(error.into()),
        }
    }

    fn sealed(&self, id: BatchId, batch: &Batch<Written>) -> Result<Ending, RunError> {
        let sha256 = batch.manifest_sha256().to_owned();
        let ending = self.settle(id, Some(sha256), Ending::Sealed(rows(batch.manifest())))?;
        crash_point("batch-sealed", "");
        Ok(ending)
    }

    /// Notes that a batch could not be written; one that is sealed stays sealed.
    pub(crate) fn fail(&self, id: BatchId, error: &TargetError) -> Result<Ending, RunError> {
        let (reason, exit) = (error.to_string(), target_exit(error));
        self.settle(id, None, Ending::Failed { reason, exit })
    }

    /// Notes how a batch ended, unless another process has it in hand by now.
    fn settle(
        &self,
        id: BatchId,
        manifest_sha256: Option<String>,
        ending: Ending,
    ) -> Result<Ending, RunError> {
        let Some((ledger, run)) = self.ledger else { return Ok(ending) };
        let (state, reason, exit) = match &ending {
            Ending::Failed { reason, exit } => (BatchState::Failed, Some(reason.clone()), Some(*exit)),
            _ => (BatchState::Sealed, None, None),
        };
        let exit_code = exit.map(Exit::code);
        let batch = BatchRow { reason, exit_code, manifest_sha256, ..row(id, run, state) };
        let Some(worker) = self.worker else {
            ledger.put_batch(&batch)?;
            return Ok(ending);
        };
        Ok(if ledger.put_claimed(worker.id(), &batch)? { ending } else { Ending::Elsewhere })
    }

    fn note(&self, id: BatchId, state: BatchState) -> Result<(), RunError> {
        let Some((ledger, run)) = self.ledger else { return Ok(()) };
        Ok(ledger.put_batch(&row(id, run, state))?)
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

/// What other processes are asked through the ledger.
impl Sealing<'_> {
    fn team(&self) -> Option<(&Ledger, &str, u32)> {
        let ((ledger, run), worker) = (self.ledger?, self.worker?);
        Some((ledger, worker.id(), run))
    }

    /// Notes batches that are going to be written, so that they can be taken; what is known of them already stays.
    pub(crate) fn plan(&self, batches: impl Iterator<Item = (u32, BatchKind)>) -> Result<(), RunError> {
        if let Some((ledger, _, run)) = self.team() {
            let batches = batches.collect::<Vec<_>>();
            crash_point("batches-numbered", "");
            // In turn: nobody may begin another run between the question and the answer.
            ledger.in_turn(|| ledger.plan_batches(run, &batches))?;
            return self.refuse_forgotten();
        }
        let Some((ledger, run)) = self.ledger else { return Ok(()) };
        let planned = |(number, kind)| row(BatchId { number, kind, case_files: 0 }, run, BatchState::Planned);
        let unknown = batches.filter(|(number, _)| !self.known.contains_key(number));
        Ok(ledger.put_batches(&unknown.map(planned).collect::<Vec<_>>())?)
    }

    /// Refuses to go on where others took this process for dead, or forgot the run: nothing was sealed, nobody seemed to be
    /// at work, and they began another.
    pub(crate) fn refuse_forgotten(&self) -> Result<(), RunError> {
        let Some((ledger, _, run)) = self.team() else { return Ok(()) };
        let known = self.worker.is_some_and(Worker::is_at_work) && ledger.has_batches(run)?;
        if known { Ok(()) } else { Err(RunError::TakenOver) }
    }

    /// Takes a batch that nobody has in hand.
    pub(crate) fn claim_next(&self) -> Result<Option<u32>, RunError> {
        let Some((ledger, worker, run)) = self.team() else { return Ok(None) };
        Ok(ledger.claim_next(worker, run)?)
    }

    /// Takes what follows the batches of case files, once they are sealed.
    pub(crate) fn claim_finish(&self) -> Result<bool, RunError> {
        let Some((ledger, worker, run)) = self.team() else { return Ok(true) };
        Ok(ledger.claim_finish(worker, run)?)
    }

    /// Whether another process has finished the run.
    pub(crate) fn run_is_finished(&self) -> Result<bool, RunError> {
        let Some((ledger, _, run)) = self.team() else { return Ok(false) };
        Ok(ledger.runs()?.iter().any(|one| one.number == run && one.finished.is_some()))
    }

    /// Batches that could not be written, where nothing else is left to do.
    pub(crate) fn given_up(&self) -> Result<Vec<BatchRow>, RunError> {
        let Some((ledger, _, run)) = self.team() else { return Ok(Vec::new()) };
        Ok(ledger.given_up(run)?)
    }
}

/// A batch as the ledger notes it.
fn row(BatchId { number, kind, case_files }: BatchId, run: u32, state: BatchState) -> BatchRow {
    let (reason, exit_code, manifest_sha256) = (None, None, None);
    BatchRow { number, run, kind, state, reason, case_files, exit_code, manifest_sha256 }
}

fn rows(manifest: &Manifest) -> u64 {
    manifest.files.iter().filter(|file| file.table.is_some()).filter_map(|file| file.rows).sum()
}
