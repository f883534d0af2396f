//! The output folder, held by one process: its ledger, its key, what runs it holds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::earlier::FIRST_RUN;
use super::fingerprint::Fingerprint;
use super::ledger_address::ledger_option;
use super::ledger_place::{refuse_another, tie};
use super::no_output_folder::without_run;
use super::open_retry::OpenRetry;
use super::run_leavings::{RunLeavings, is_unfinished};
use super::status::{next_command, unfinished};
use super::{Exit, ForeignFolder, RunError, ledger_of};
use crate::ledger::{BatchRow, BatchState, Ledger, LedgerAddress, LedgerError, RunRow};
use crate::record::crash_point;
use crate::source::PrivateFolder;
use crate::target::{FolderLock, TargetError, hex, proof_key, remove_parts, replace_proof_key, time_in};

/// The output folder, held by one process.
#[derive(Debug)]
pub(crate) struct OutputFolder {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Its ledger.
    pub(crate) ledger: Ledger,
    /// The address of the ledger, where one was given.
    given: Option<LedgerAddress>,
    /// Where temporary files go: the folder itself, but where nothing may be written there.
    pub(crate) room: PathBuf,
    _lock: Option<FolderLock>,
    _private: Option<PrivateFolder>,
}

impl OutputFolder {
    /// Takes hold of a folder that some run left, and opens its ledger; nothing is made where there is none.
    pub(crate) fn open(path: &Path, ledger: Option<&LedgerAddress>) -> Result<Self, RunError> {
        let address = ledger_of(path, ledger);
        refuse_without_ledger(path, &address)?;
        if !path.is_dir() || address.path().is_some_and(|file| !holds_anything(file)) {
            return Err(without_run(path));
        }
        Self::make(path, ledger)
    }

    /// The same to look at: where nothing may be written, such as in an archive, the ledger is read as it is, and temporary
    /// files go elsewhere. Nobody else can be writing there either.
    pub(crate) fn open_to_look(path: &Path, ledger: Option<&LedgerAddress>) -> Result<Self, RunError> {
        if !path.is_dir() || takes_files(path, &ledger_of(path, ledger)) {
            return Self::open(path, ledger);
        }
        if FolderLock::is_taken(path) {
            return Err(TargetError::Locked { path: path.to_path_buf() }.into());
        }
        let (found, given) = (look(path, ledger)?, ledger.cloned());
        refuse_unknown_batches(path, &found)?;
        let private = PrivateFolder::beside(path).map_err(TargetError::at(path))?;
        let (path, room) = (path.to_path_buf(), private.path().to_path_buf());
        Ok(Self { path, ledger: found, given, room, _lock: None, _private: Some(private) })
    }

    /// Takes hold of a folder and opens its ledger; both are made if they are not there.
    pub(crate) fn make(path: &Path, ledger: Option<&LedgerAddress>) -> Result<Self, RunError> {
        let folder = Self::with(FolderLock::take(path)?, path, ledger)?;
        // Where the lock of the folder does not reach other machines, the ledger does.
        if folder.ledger.workers()?.is_empty() {
            return Ok(folder);
        }
        Err(TargetError::Locked { path: path.to_path_buf() }.into())
    }

    /// Takes hold of a folder together with other processes that work on the same run.
    pub(crate) fn share(path: &Path, ledger: Option<&LedgerAddress>) -> Result<Self, RunError> {
        Self::with(FolderLock::share(path)?, path, ledger)
    }

    fn with(lock: FolderLock, path: &Path, ledger: Option<&LedgerAddress>) -> Result<Self, RunError> {
        let address = ledger_of(path, ledger);
        crash_point("folder-held", "");
        refuse_without_ledger(path, &address)?;
        let (path, given) = (path.to_path_buf(), ledger.cloned());
        let (room, ledger) = (path.clone(), Ledger::connect(&address)?);
        let folder = Self { path, ledger, given, room, _lock: Some(lock), _private: None };
        crash_point("ledger-open", "");
        if let Some(given) = &folder.given {
            refuse_another(&folder.path, &folder.ledger, given)?;
        }
        refuse_unknown_batches(&folder.path, &folder.ledger)?;
        if let Some(given) = &folder.given {
            tie(&folder.path, &folder.ledger, given)?;
        }
        Ok(folder)
    }

    /// The run that says what stands here: a retry that did not come to its end, else the latest that sealed batches, or
    /// that came to its end after one that did.
    pub(crate) fn current_run(&self) -> Result<Option<RunRow>, RunError> {
        let runs = self.ledger.runs()?;
        if let Some(open) = OpenRetry::among(&runs) {
            return Ok(Some(open.run.clone()));
        }
        let batches = self.ledger.batches()?;
        let sealed = |run: &RunRow| batches.iter().any(|batch| is_sealed(batch) && batch.run == run.number);
        let later = |run: &RunRow| {
            let used = Fingerprint::parse(&run.fingerprint);
            let proven = run.exit_code.is_some_and(|code| Exit::from_code(code) != Some(Exit::Refused));
            !run.dry_run && proven && used.is_some_and(|used| used.run > FIRST_RUN)
        };
        Ok(runs.into_iter().rev().find(|run| sealed(run) || later(run)))
    }

    /// Refuses where a retry did not come to its end, and names the command that goes on with it.
    pub(crate) fn refuse_open_retry(&self) -> Result<(), RunError> {
        let runs = self.ledger.runs()?;
        OpenRetry::among(&runs).map_or(Ok(()), |open| Err(open.refusal(&self.path, self.given.as_ref())))
    }

    /// Why there is no finished run to look at.
    pub(crate) fn no_finished_run(&self) -> RunError {
        unfinished((&self.path, self.given.as_ref()), &self.ledger)
    }

    /// The command to type next, as `status` has it.
    pub(crate) fn next_command(&self) -> String {
        next_command((&self.path, self.given.as_ref()), &self.ledger)
    }

    /// The address of the ledger, where one was given.
    pub(crate) fn given_ledger(&self) -> Option<&LedgerAddress> {
        self.given.as_ref()
    }

    /// Forgets what a retry left that sealed nothing and that nobody will go on with: its batches, the digests of what
    /// they hold, files that were being written.
    pub(crate) fn forget_unsealed(&self) -> Result<(), RunError> {
        for batch in self.ledger.batches()?.iter().filter(|batch| !is_sealed(batch)) {
            let number = format!("{:04}", batch.number);
            remove_folder(&self.path.join("data").join("batches").join(&number))?;
            let digests = self.path.join("digests").join(format!("{number}.csv"));
            if digests.is_file() {
                std::fs::remove_file(&digests).map_err(TargetError::at(&digests))?;
            }
        }
        let mappings = self.path.join("mappings");
        for name in names(&mappings)?.iter().filter(|name| is_unfinished(name)) {
            remove_folder(&mappings.join(name))?;
        }
        self.remove_unfinished()?;
        Ok(self.ledger.forget_unsealed()?)
    }

    /// What each run depended on that sealed batches here or came to its end, the first one first; of several with the
    /// same number the latest.
    pub(crate) fn fingerprints(&self) -> Result<BTreeMap<u32, Fingerprint>, RunError> {
        let runs = self.ledger.runs()?.into_iter().filter(|run| !run.dry_run);
        let used = runs.filter_map(|run| Fingerprint::parse(&run.fingerprint));
        Ok(used.map(|used| (used.run, used)).collect())
    }

    /// The run that sealed batches here, or that others are at work on.
    pub(crate) fn shared_run(&self) -> Result<Option<RunRow>, RunError> {
        if let Some(run) = self.current_run()? {
            return Ok(Some(run));
        }
        let workers = self.ledger.workers()?;
        let worked_on = |run: &RunRow| workers.iter().any(|(_, number)| *number == Some(run.number));
        Ok(self.ledger.runs()?.into_iter().rev().find(worked_on))
    }

    /// The key under which digests are published. One that is given replaces the folder's own where nothing is sealed.
    pub(crate) fn proof_key(&self, given: Option<&Path>, sealed: bool) -> Result<[u8; 32], RunError> {
        match given {
            Some(given) if !sealed => Ok(replace_proof_key(&self.path, given)?),
            given => proof_key(&self.path, given).map_err(|error| match error {
                // The folder's own is no mistake of whoever typed the command.
                TargetError::ProofKey { .. } if given.is_none() => self.key_changed(),
                error => error.into(),
            }),
        }
    }

    fn key_changed(&self) -> RunError {
        RunError::Changed { out: self.path.clone(), path: "proof.key".to_owned() }
    }

    /// The key that a run used: what is sealed is compared under it, and another one would give other digests without
    /// anything being wrong.
    pub(crate) fn used_key(&self, used: &Fingerprint) -> Result<[u8; 32], RunError> {
        if !self.path.join("proof.key").is_file() {
            return Err(self.key_changed());
        }
        let key = self.proof_key(None, true)?;
        if hex(&Sha256::digest(key)) == used.proof_key_sha256 { Ok(key) } else { Err(self.key_changed()) }
    }

    /// What runs that sealed nothing left behind; refuses where anything else lies among it.
    pub(crate) fn leavings(&self) -> Result<RunLeavings, RunError> {
        let found = RunLeavings::in_folder(&self.path)?;
        ForeignFolder::refuse_among(&self.path, found.foreign())?;
        Ok(found)
    }

    /// Forgets what runs that sealed nothing left behind.
    pub(crate) fn clear(&self) -> Result<(), RunError> {
        self.leavings()?.remove(&self.path)?;
        // Not before: a folder of a batch that the ledger does not know would be taken for somebody else's.
        Ok(self.ledger.forget_unsealed()?)
    }

    /// Removes files that were being written when a run ended; nobody else may be writing the run's results.
    pub(crate) fn remove_parts(&self) -> Result<(), RunError> {
        self.remove_parts_until(None)
    }

    /// The same of those that nobody has written to since a time by the clock of the disk, whoever else may be at work by now.
    pub(crate) fn remove_parts_until(&self, until: Option<SystemTime>) -> Result<(), RunError> {
        for name in ["", "data", "digests", "exceptions", "exceptions/rows", "reconciliation"] {
            remove_parts(&self.path.join(name), until)?;
        }
        Ok(())
    }

    /// The time by the clock of the disk.
    pub(crate) fn time(&self) -> Result<SystemTime, RunError> {
        Ok(time_in(&self.path)?)
    }

    /// Removes the folders of batches that were being written when a run ended.
    pub(crate) fn remove_unfinished(&self) -> Result<(), RunError> {
        let batches = self.path.join("data").join("batches");
        for name in names(&batches)? {
            if is_unfinished(&name) {
                remove_folder(&batches.join(name))?;
            }
        }
        Ok(())
    }
}

/// Opens the ledger of a folder to look at it: nothing is written, and nothing made.
pub(crate) fn look(out: &Path, given: Option<&LedgerAddress>) -> Result<Ledger, RunError> {
    let address = ledger_of(out, given);
    refuse_without_ledger(out, &address)?;
    if address.path().is_some_and(|file| !file.is_file()) {
        return Err(without_run(out));
    }
    let ledger = match Ledger::look(&address) {
        Err(LedgerError::Empty { ledger } | LedgerError::Unfinished { ledger })
            if !batch_names(out)?.is_empty() =>
        {
            return Err(RunError::LedgerGone { out: out.to_path_buf(), ledger });
        }
        Err(LedgerError::Unfinished { ledger }) => {
            let (out, options) = (out.to_path_buf(), ledger_option(given));
            return Err(RunError::LedgerUnfinished { out, ledger, options });
        }
        ledger => ledger?,
    };
    if given.is_some() {
        refuse_another(out, &ledger, &address)?;
    }
    Ok(ledger)
}

/// Batches that the ledger does not know are somebody's work: they are never written over.
pub(crate) fn refuse_unknown_batches(out: &Path, ledger: &Ledger) -> Result<(), RunError> {
    let known: Vec<String> = ledger.batches()?.iter().map(|batch| format!("{:04}", batch.number)).collect();
    match batch_names(out)?.into_iter().find(|name| !known.contains(name)) {
        Some(name) => Err(RunError::UnknownBatch { out: out.to_path_buf(), name }),
        None => Ok(()),
    }
}

/// Refuses a folder with batches whose ledger is not there: a new one would know nothing of them. One that is empty was
/// cut off, where the folder holds anything that a run wrote.
pub(crate) fn refuse_without_ledger(out: &Path, address: &LedgerAddress) -> Result<(), RunError> {
    let Some(file) = address.path().filter(|file| !holds_anything(file)) else { return Ok(()) };
    let written = ["dry-runs", "exceptions", "reconciliation"];
    let cut_off = file.is_file() && written.iter().any(|name| out.join(name).exists());
    if batch_names(out)?.is_empty() && !cut_off {
        return Ok(());
    }
    Err(RunError::LedgerGone { out: out.to_path_buf(), ledger: address.to_string() })
}

/// Whether files can be made in an output folder, and those be written that are kept open.
fn takes_files(out: &Path, ledger: &LedgerAddress) -> bool {
    let lock = out.join(FolderLock::NAME);
    let mut kept = ledger.path().into_iter().chain([lock.as_path()]).filter(|path| path.exists());
    let is_open = |path: &Path| std::fs::File::options().write(true).open(path).is_ok();
    kept.all(is_open) && tempfile::tempfile_in(out).is_ok()
}

/// Whether a file is there and has anything in it.
fn holds_anything(file: &Path) -> bool {
    file.metadata().is_ok_and(|data| data.is_file() && data.len() > 0)
}

/// The names of the batches in an output folder that are whole, in order.
fn batch_names(out: &Path) -> Result<Vec<String>, TargetError> {
    let mut names = names(&out.join("data").join("batches"))?;
    names.retain(|name| !name.starts_with('.'));
    Ok(names)
}

fn is_sealed(batch: &BatchRow) -> bool {
    batch.state == BatchState::Sealed
}

/// Removes a folder with everything in it, if it is there.
pub(crate) fn remove_folder(path: &Path) -> Result<(), TargetError> {
    match std::fs::remove_dir_all(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(TargetError::at(path)(source)),
        _ => Ok(()),
    }
}

/// The names in a folder, in order; none where there is no folder.
pub(crate) fn names(folder: &Path) -> Result<Vec<String>, TargetError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(TargetError::at(folder))? {
        names.push(entry.map_err(TargetError::at(folder))?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
