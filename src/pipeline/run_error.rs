//! Why a run ended early.

use std::path::PathBuf;

use super::error_words::{arguments, as_it_was, changed, failures, kept_mappings, numbers};
use super::stage::StageError;
use super::{
    AuditRefusal, Details, DropChanges, Exit, ForeignFolder, LostFilesRefusal, NoOutputFolder,
    ProofFileError, ProveError,
};
use crate::ledger::LedgerError;
use crate::load::LoadError;
use crate::reconcile::extract::ExtractError;
use crate::record::Diagnostic;
use crate::report::model::{ReportError, sealed_in_words};
use crate::report::summary::shell_path;
use crate::seal::SealError;
use crate::source::{DropError, ProfileChoiceError, ReadError};
use crate::target::TargetError;

/// Why a run ended early. What is wrong with data is no error: it is in the report.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The mappings folder has mistakes.
    #[error("the mappings have {} mistake(s); mend them and run the same command again", .0.len())]
    Mappings(Vec<Diagnostic>),
    /// No profile, or several, claim the drop.
    #[error(transparent)]
    Profile(#[from] ProfileChoiceError),
    /// The drop cannot be listed.
    #[error(transparent)]
    Drop(#[from] DropError),
    /// A file of the drop cannot be read.
    #[error(transparent)]
    Source(#[from] ReadError),
    /// The drop cannot be staged.
    #[error(transparent)]
    Stage(#[from] StageError),
    /// The output cannot be written.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The ledger cannot be used.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// What was written cannot be proven.
    #[error(transparent)]
    Prove(#[from] ProveError),
    /// An extract of Mosaic cannot be compared.
    #[error(transparent)]
    Extract(#[from] ExtractError),
    /// The report of an earlier run cannot be read.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The command was called wrongly.
    #[error("{0}")]
    Usage(String),
    /// The folder holds a run of something else.
    #[error(
        "{} holds a run of another {}; name another output folder, or run again with what that run used{}",
        .out.display(), .details.words(.differing), kept_mappings(.out, .differing)
    )]
    Differs {
        /// The output folder.
        out: PathBuf,
        /// What differs: drop, mappings, contract, program version, batch size, profile, or proof key.
        differing: Vec<String>,
        /// What is known of the differences.
        details: Box<Details>,
    },
    /// The folder holds a run that did not come to its end, and used something else than what is put right now.
    #[error(
        "{} holds a run that did not come to its end, of another {}; `{command}`{} finishes it with what it used, then this command takes what was put right",
        .out.display(), .details.words(.differing), as_it_was(.export.as_deref())
    )]
    UnfinishedOther {
        /// The output folder.
        out: PathBuf,
        /// What differs.
        differing: Vec<String>,
        /// What is known of the differences.
        details: Box<Details>,
        /// The command that finishes the run.
        command: String,
        /// The export that the command reads again, where it is no longer as it was.
        export: Option<PathBuf>,
    },
    /// The drop that a case file was made of is none of those at hand.
    #[error(
        "what is asked for was made of another drop than those at hand: give{}, as the run read it, where it lies now",
        arguments(.sources)
    )]
    SourceWanted {
        /// The output folder.
        out: PathBuf,
        /// Where the drop lay, and after it the folders of corrected rows that were laid over it.
        sources: Vec<PathBuf>,
    },
    /// An export that the folder was made of is none of those that were given.
    #[error(
        "{} was made of an export that is none of those given: add{}, as the run read it, from where it lies now; a proof \
         needs every export, and every folder of corrected rows, that the runs of the folder used",
        .out.display(), arguments(.sources)
    )]
    SourceMissing {
        /// The output folder.
        out: PathBuf,
        /// Where the export lay, and after it the folders of corrected rows that were laid over it.
        sources: Vec<PathBuf>,
    },
    /// An export that the folder was made of is given, and is another by now.
    #[error(
        "{} is no longer as a run of {} read it: {changes}; a proof needs it as it was: bring that back, or name a copy of \
         it with --source",
        .place.display(), .out.display()
    )]
    SourceChanged {
        /// The output folder.
        out: PathBuf,
        /// The export, or the folder of corrected rows.
        place: PathBuf,
        /// What is other in it.
        changes: Box<DropChanges>,
    },
    /// An export was changed where it lies, after batches were sealed of it.
    #[error(
        "{} is no longer as a run of {} read it that sealed batches: {changes}; without it as it was these can no longer be \
         proven: bring that back, put what is new into a folder of its own, and type `{command}`",
        .place.display(), .out.display()
    )]
    ChangedInPlace {
        /// The output folder.
        out: PathBuf,
        /// The export, or the folder of corrected rows.
        place: PathBuf,
        /// What is other in it.
        changes: Box<DropChanges>,
        /// The command that takes what is new.
        command: String,
    },
    /// The folder holds a retry that did not come to its end.
    #[error("{} holds a retry that did not come to its end; `{command}` goes on with it", .out.display())]
    UnfinishedRetry {
        /// The output folder.
        out: PathBuf,
        /// The command that goes on with it.
        command: String,
    },
    /// Attached files of the export are gone, or back.
    #[error(transparent)]
    LostFiles(#[from] LostFilesRefusal),
    /// An audit of a sample cannot be drawn or taken in.
    #[error(transparent)]
    Audit(#[from] AuditRefusal),
    /// Another process took over what was left to do of the run, or began another in its place, as this one was silent for
    /// longer than its lease.
    #[error("another process took the run over; run the same command again to see what it came to")]
    TakenOver,
    /// A sealed batch is not what the same drop and mappings give now.
    #[error(
        "sealed batch {number:04} differs from what the same drop and mappings give; `sha256sum -c manifest-sha256.txt` in the output \
         folder names the files that changed"
    )]
    SealedDiffers {
        /// The number of the batch.
        number: u32,
    },
    /// The mappings of today would change what is sealed.
    #[error(
        "{} would be others with the mappings of today, and what is sealed never changes{}; take these changes back, or give `--accept-changes REASON` to leave what is sealed as it is",
        sealed_in_words(*.case_files, *.shared_records), changed(.changes)
    )]
    SealedWouldChange {
        /// How many case files.
        case_files: u64,
        /// How many shared records.
        shared_records: u64,
        /// What changed in the mappings, entity by entity.
        changes: Vec<String>,
    },
    /// What the run used is no longer what its ledger knows.
    #[error("{} of {} was changed or taken away since the run; bring it back from a copy of the folder", .path, .out.display())]
    Changed {
        /// The output folder.
        out: PathBuf,
        /// The file or folder within it.
        path: String,
    },
    /// Somebody put a file beside those that the run wrote.
    #[error("{} of {} is no file of the run; take it out of the folder", .path, .out.display())]
    Added {
        /// The output folder.
        out: PathBuf,
        /// The file within it.
        path: String,
    },
    /// The folder has a batch that its ledger does not know.
    #[error(
        "{} holds batch {name}, which its ledger does not know; name another output folder, or bring the ledger back",
        .out.display()
    )]
    UnknownBatch {
        /// The output folder.
        out: PathBuf,
        /// The name of the batch folder.
        name: String,
    },
    /// The folder has what runs wrote, and its ledger is gone.
    #[error(
        "{} holds what runs wrote, and its ledger {ledger} is not there, or empty: nobody knows what is sealed; bring the ledger \
         back from a copy of the folder, name it with --ledger, or migrate into another folder",
        .out.display()
    )]
    LedgerGone {
        /// The output folder.
        out: PathBuf,
        /// Where the ledger was looked for.
        ledger: String,
    },
    /// The ledger was begun, and not finished before there was a run in it.
    #[error(
        "{} holds no run yet: its ledger {ledger} was begun and not finished, as where a disk was full; free space, and \
         `care2mosaic migrate EXPORT --out {}{options}` begins the first",
        .out.display(), shell_path(.out)
    )]
    LedgerUnfinished {
        /// The output folder.
        out: PathBuf,
        /// The ledger.
        ledger: String,
        /// Options that commands need.
        options: String,
    },
    /// The ledger is of another output folder.
    #[error(
        "ledger {ledger} is of {}, and not of {}; each output folder has a ledger of its own",
        .other.display(), .out.display()
    )]
    LedgerOfAnother {
        /// The ledger.
        ledger: String,
        /// The output folder that was named.
        out: PathBuf,
        /// The output folder that the ledger is of.
        other: PathBuf,
    },
    /// Others are at work on the run in another folder, of which this is a copy.
    #[error(
        "{} is not the folder in which other processes are at work with ledger {ledger}: a copy of it, or another one; name \
         the one that all of them see with --out",
        .out.display()
    )]
    NotShared {
        /// The output folder.
        out: PathBuf,
        /// The ledger.
        ledger: String,
    },
    /// Some batches could not be written; the others are sealed.
    #[error(
        "{} batch(es) could not be written ({}); mend the cause and run the same command again",
        .failed.len(), failures(.failed)
    )]
    Batches {
        /// The number of each, and why.
        failed: Vec<(u32, String)>,
        /// The code that the command ends with: 1 where the disk did not take them, 4 where an attached file was gone.
        exit: Exit,
    },
    /// The folder has no run that could be looked at.
    #[error("{} holds no finished run; `care2mosaic migrate EXPORT --out {}` writes one", .out.display(), shell_path(.out))]
    NoRun {
        /// The output folder.
        out: PathBuf,
    },
    /// The folder was never one that a run wrote to.
    #[error(transparent)]
    ForeignFolder(#[from] ForeignFolder),
    /// What is to be looked at is no output folder.
    #[error(transparent)]
    NoOutputFolder(#[from] NoOutputFolder),
    /// The folder holds a first run that did not come to its end.
    #[error("{} holds a run that did not come to its end; type `{command}` first", .out.display())]
    Unfinished {
        /// The output folder.
        out: PathBuf,
        /// The command to type next.
        command: String,
    },
    /// The database that was loaded into refused.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// Some batches of the folder are not sealed yet.
    #[error(
        "{} holds batches that are not sealed ({}); type `{command}` first",
        .out.display(), numbers(.batches)
    )]
    Unsealed {
        /// The output folder.
        out: PathBuf,
        /// The numbers of the batches.
        batches: Vec<u32>,
        /// The command to type next.
        command: String,
    },
    /// What the folder holds is not proven.
    #[error("{} is {verdict}, and only a proven output is loaded; type `{command}` first", .out.display())]
    NotProven {
        /// The output folder.
        out: PathBuf,
        /// Its verdict.
        verdict: String,
        /// The command to type next.
        command: String,
    },
    /// Files of sealed batches were changed.
    #[error(
        "{} of {} changed since they were sealed; bring them back from a copy of the folder",
        .files.join(", "), .out.display()
    )]
    Tampered {
        /// The output folder.
        out: PathBuf,
        /// The files within it.
        files: Vec<String>,
    },
    /// It comes too late: the folder is signed.
    #[error(
        "{} is sealed, and takes no retry, no other proof, no sample and no results of one any more; have whoever signed it \
         withdraw the signature (move {} out of the folder), type this command again, and seal again",
        .out.display(), .signature.display()
    )]
    Signed {
        /// The output folder.
        out: PathBuf,
        /// The signature.
        signature: PathBuf,
    },
    /// Somebody changed lists that a retry writes anew, or put files beside them.
    #[error(
        "{} of {} {} not what the run wrote, and this retry would write anew what lies there; move what was corrected into a \
         folder of its own, and name that with `--source`",
        .files.join(", "), .out.display(), if .files.len() == 1 { "is" } else { "are" }
    )]
    ListsChanged {
        /// The output folder.
        out: PathBuf,
        /// The files within it.
        files: Vec<String>,
    },
    /// Somebody corrected rows where they lie, and a run that goes on would write over them.
    #[error(
        "{} of {} {} not what a run wrote, and this one would write anew what lies there; move what was corrected into a folder \
         of its own and type this command again, which goes on, then give that folder to `retry` with `--source`",
        .files.join(", "), .out.display(), if .files.len() == 1 { "is" } else { "are" }
    )]
    RowsCorrected {
        /// The output folder.
        out: PathBuf,
        /// The files within it.
        files: Vec<String>,
    },
    /// The folder has no root yet.
    #[error(
        "{} is not proved: it has no root, which `care2mosaic reconcile` makes; `care2mosaic status {}` names that command whole",
        .out.display(), shell_path(.out)
    )]
    NoRoot {
        /// The output folder.
        out: PathBuf,
    },
    /// A proof of a finished folder was broken off.
    #[error("the proof of {} was broken off while it was written; type `{command}` first, which puts that in order", .out.display())]
    ProofBrokenOff {
        /// The output folder.
        out: PathBuf,
        /// The command that proves it again.
        command: String,
    },
    /// A finished folder was changed by other hands.
    #[error(
        "{} was changed since its run finished ({findings} finding(s); the first: {first}); `care2mosaic verify {}{options}` \
         lists them all",
        .out.display(), shell_path(.out)
    )]
    ChangedSince {
        /// The output folder.
        out: PathBuf,
        /// How many findings there are.
        findings: usize,
        /// The file of the first, and what was expected of it.
        first: String,
        /// Options that `verify` needs.
        options: String,
    },
    /// The folder was changed, or did not reconcile: its root is not to be signed.
    #[error(
        "{} is not to be sealed ({findings} finding(s); the first: {first}); `care2mosaic verify {}{options}` lists them \
         all",
        .out.display(), shell_path(.out)
    )]
    NotToBeSealed {
        /// The output folder.
        out: PathBuf,
        /// How many findings there are.
        findings: usize,
        /// The file of the first, and what was expected of it.
        first: String,
        /// Options that `verify` needs.
        options: String,
    },
    /// The folder is signed by another key.
    #[error("{} is signed by {key} already; give --replace to sign it anew", .out.display())]
    SignedAlready {
        /// The output folder.
        out: PathBuf,
        /// The fingerprint of that key.
        key: String,
    },
    /// A key, a signature, or a list of allowed signers cannot be used.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The proof of a case file cannot be read.
    #[error(transparent)]
    ProofFile(#[from] ProofFileError),
    /// Somebody asked it to stop.
    #[error("interrupted; run the same command again to go on")]
    Interrupted,
}

impl RunError {
    /// The mistakes of the mappings folder, to be shown with their places.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            Self::Mappings(mistakes) => mistakes,
            _ => &[],
        }
    }

    /// Whether no profile of the mappings fits the drop.
    pub fn is_without_profile(&self) -> bool {
        matches!(self, Self::Profile(ProfileChoiceError::None { .. }))
    }
}
