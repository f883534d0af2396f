//! This process among those that work on a run.

use std::path::{Path, PathBuf};

use std::time::{Duration, Instant};

use uuid::Uuid;

use super::handover::{HANDOVER, Handover};
use super::heartbeat::Heartbeat;
use crate::ledger::{Ledger, LedgerAddress};
use crate::pipeline::RunError;
use crate::pipeline::output_folder::{names, remove_folder};
use crate::pipeline::run_leavings::is_unfinished;
use crate::target::create_folder;

/// The folder with a folder for each worker, under the output folder.
const WORKERS: &str = ".workers";

/// The folder in that of a worker which was told to prove the run.
const PROVES: &str = "proves";

/// How long one who waits for others waits before looking again.
const PAUSE: Duration = Duration::from_millis(250);

/// This process among those that work on a run. It has a folder of its own for its temporary files.
#[derive(Debug)]
pub(crate) struct Worker {
    id: String,
    out: PathBuf,
    lease: Duration,
    heart: Option<Heartbeat>,
}

impl Worker {
    /// A worker that has not joined a run yet, and shows signs of life from now on.
    pub(crate) fn new(out: &Path, address: &LedgerAddress, lease: Duration) -> Result<Self, RunError> {
        let id = Uuid::now_v7().simple().to_string();
        let mut worker = Self { id, out: out.to_path_buf(), lease, heart: None };
        let room = worker.room();
        worker.heart = Some(Heartbeat::start(address, &worker.id, lease, room.clone())?);
        create_folder(&room)?;
        Ok(worker)
    }

    /// Whether it still has its folder: others remove that of one whom they take for dead.
    pub(crate) fn is_at_work(&self) -> bool {
        self.room().is_dir()
    }

    /// Its name in the ledger.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// The folder of its temporary files.
    pub(crate) fn room(&self) -> PathBuf {
        self.out.join(WORKERS).join(&self.id)
    }

    /// Where workers hand batches over; `basis` is what numbers depend on in what is handed over.
    pub(crate) fn handover(&self, basis: &[u8]) -> Handover {
        Handover::new(&self.out.join(WORKERS), basis)
    }

    /// Removes, once the run is finished, what was handed over and what those left behind who died. Those who live leave
    /// by themselves; whether a silent one lives is known when its lease is over.
    ///
    /// The worker leaves first, so that no two wait for one another.
    pub(crate) fn tidy_up(&self, ledger: &Ledger) -> Result<(), RunError> {
        ledger.leave_run(&self.id)?;
        remove_folder(&self.room())?;
        remove_folder(&self.out.join(WORKERS).join(HANDOVER))?;
        let begun = Instant::now();
        while self.has_others()? && begun.elapsed() <= self.lease {
            std::thread::sleep(PAUSE);
            self.clear_after_others(ledger)?;
        }
        self.clear_after_others(ledger)
    }

    /// Whether somebody else has a folder: at work, or dead.
    fn has_others(&self) -> Result<bool, RunError> {
        let rooms = names(&self.out.join(WORKERS))?;
        Ok(rooms.iter().any(|name| *name != self.id && name != HANDOVER))
    }

    /// Refuses where others are at work on a run and have no folder here: they are at work in another output folder, of which
    /// this one may be a copy.
    pub(crate) fn refuse_elsewhere(&self, ledger: &Ledger, run: u32) -> Result<(), RunError> {
        let workers = ledger.workers()?.into_iter();
        let mut others = workers.filter(|(id, own)| *id != self.id && *own == Some(run));
        let rooms = self.out.join(WORKERS);
        if others.all(|(id, _)| rooms.join(id).is_dir()) {
            return Ok(());
        }
        Err(RunError::NotShared { out: self.out.clone(), ledger: ledger.name().to_owned() })
    }

    /// Joins a run; `proves` says whether this process was told to prove it, which its folder shows to the others.
    pub(crate) fn join(&self, ledger: &Ledger, run: u32, proves: bool) -> Result<(), RunError> {
        if proves {
            create_folder(&self.room().join(PROVES))?;
        }
        Ok(ledger.join_run(&self.id, run)?)
    }

    /// Whether anybody at work on a run was told to prove it.
    pub(crate) fn is_proof_wanted(&self, ledger: &Ledger, run: u32) -> Result<bool, RunError> {
        let rooms = self.out.join(WORKERS);
        let mut workers = ledger.workers()?.into_iter().filter(|(_, own)| *own == Some(run));
        Ok(workers.any(|(id, _)| rooms.join(id).join(PROVES).is_dir()))
    }

    /// Removes what workers that are gone left behind: their folders, and batches that they were writing.
    pub(crate) fn clear_after_others(&self, ledger: &Ledger) -> Result<(), RunError> {
        let living = ledger.workers()?;
        let gone =
            |name: &str| name != self.id && name != HANDOVER && !living.iter().any(|(id, _)| id == name);
        let workers = self.out.join(WORKERS);
        for name in names(&workers)?.iter().filter(|name| gone(name)) {
            remove_folder(&workers.join(name))?;
        }
        let batches = self.out.join("data").join("batches");
        for name in names(&batches)?.iter().filter(|name| is_unfinished(name)) {
            let writer = name.trim_end_matches(".tmp").rsplit('.').next().unwrap_or_default();
            if gone(writer) {
                remove_folder(&batches.join(name))?;
            }
        }
        Ok(())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Whoever is at work has a folder: it goes after the worker. What stays behind is removed by the next one.
        drop(self.heart.take());
        let _ = remove_folder(&self.room());
        let _ = std::fs::remove_dir(self.out.join(WORKERS));
    }
}
