//! The run in the ledger.

use jiff::Timestamp;
use uuid::Uuid;

use super::lies_in;
use super::migration::Migration;
use super::run_target::RunIdentity;
use crate::ledger::{NewRun, RunRow, SourceFileRow};
use crate::pipeline::documents::Documents;
use crate::pipeline::earlier::FIRST_RUN;
use crate::pipeline::fingerprint::{Fingerprint, drop_sha256, originals};
use crate::pipeline::output_folder::remove_folder;
use crate::pipeline::report_of::source_files;
use crate::pipeline::stage::Staged;
use crate::pipeline::working_folder::typed_in;
use crate::pipeline::{Finished, RunError};
use crate::record::crash_point;
use crate::report::model::Source;
use crate::source::FileReport;
use crate::target::{copy_mappings, hex};

/// Now, ISO 8601 in UTC, to the second.
pub(crate) fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The files of a drop as the ledger notes them.
pub(super) fn source_rows(source: &Source) -> Vec<SourceFileRow> {
    let row = |file: &crate::report::model::SourceFile| SourceFileRow {
        path: file.path.clone(),
        entity: file.entity.clone(),
        records: file.records,
        bytes: file.bytes,
        sha256: file.sha256.clone(),
    };
    source.files.iter().map(row).collect()
}

/// What a run began as.
pub(super) enum Begun {
    /// It is begun, or goes on.
    Here {
        /// The run.
        run: RunIdentity,
        /// The key of its digests.
        key: [u8; 32],
    },
    /// Another process has finished it meanwhile.
    Finished(Box<Finished>),
}

impl Migration<'_> {
    /// Begins the run or goes on with it, together with others where they are at work on it; one process at a time.
    pub(super) fn begin_or_join(
        self,
        going_on: Option<RunRow>,
        staged: &Staged,
        documents: &Documents<'_>,
        (run, accepted): (u32, Option<&str>),
    ) -> Result<Begun, RunError> {
        let going_on = if self.worker.is_some() { self.folder.shared_run()? } else { going_on };
        if let (Some(worker), Some(run)) = (self.worker, &going_on) {
            worker.refuse_elsewhere(&self.folder.ledger, run.number)?;
        }
        let sealed = going_on.is_some() || run != FIRST_RUN;
        let key = self.folder.proof_key(self.request.proof_key.as_deref(), sealed)?;
        let accepted = accepted.map(str::to_owned);
        let fingerprint = Fingerprint { accepted, ..self.fingerprint(&staged.files, documents, &key, run) };
        if let Some(run) = going_on.as_ref().filter(|run| run.finished.is_some()) {
            self.refuse_other(run, &fingerprint, None)?;
            return Ok(Begun::Finished(Box::new(self.finished(run)?)));
        }
        let going_on = match going_on {
            None if self.worker.is_some() => self.left_run(&fingerprint)?,
            known => known,
        };
        let is_noted = match &going_on {
            Some(run) => !self.folder.ledger.source_files(run.number)?.is_empty(),
            None => false,
        };
        let begun = self.begin(going_on, &fingerprint)?;
        if !is_noted {
            // Before anything is written, so that it is known later what is gone.
            let source = source_files(self.survey, self.names(), &staged.files, Some(documents));
            self.folder.ledger.put_source_files(begun.number, &source_rows(&source))?;
        }
        if run == FIRST_RUN {
            copy_mappings(&self.request.mappings, &self.request.out, FIRST_RUN)?;
            crash_point("mappings-copied", "");
        }
        match self.worker {
            Some(worker) => {
                worker.clear_after_others(&self.folder.ledger)?;
                worker.join(&self.folder.ledger, begun.number, self.request.reconcile)?;
            }
            None if run == FIRST_RUN => self.folder.remove_unfinished()?,
            None => {}
        }
        Ok(Begun::Here { run: begun, key })
    }

    /// Goes on with a run, or begins one.
    fn begin(self, going_on: Option<RunRow>, fingerprint: &Fingerprint) -> Result<RunIdentity, RunError> {
        if let Some(run) = going_on {
            self.refuse_other(&run, fingerprint, None)?;
            let lost = Fingerprint::parse(&run.fingerprint).map(|used| used.lost).unwrap_or_default();
            return Ok(RunIdentity { number: run.number, id: run.id, started: run.started, lost });
        }
        if fingerprint.run == FIRST_RUN {
            self.take_from_others()?;
            self.folder.clear()?;
            crash_point("folder-cleared", "");
        }
        self.begin_new(&fingerprint.to_json())
    }

    /// The same run, begun by others who seem to be gone before anything was sealed. Whoever only stood still goes on with it
    /// beside this process.
    fn left_run(self, fingerprint: &Fingerprint) -> Result<Option<RunRow>, RunError> {
        let newest = self.folder.ledger.runs()?.into_iter().rev().find(|run| !run.dry_run);
        let same = |run: &RunRow| {
            let then = Fingerprint::parse(&run.fingerprint);
            run.finished.is_none() && then.is_some_and(|then| fingerprint.differing(&then).is_empty())
        };
        Ok(newest.filter(same))
    }

    /// Keeps others, who may only have stood still, from sealing what is about to be forgotten.
    fn take_from_others(self) -> Result<(), RunError> {
        let Some(worker) = self.worker else { return Ok(()) };
        if self.folder.ledger.take_unsealed(worker.id())? { Ok(()) } else { Err(RunError::TakenOver) }
    }

    /// Makes room for a run after others: forgets what no run will go on with, and keeps a copy of the mappings.
    pub(super) fn make_room(self, going_on: bool, run: u32) -> Result<(), RunError> {
        if run == FIRST_RUN {
            return Ok(());
        }
        if !going_on {
            self.folder.ledger.forget_unsealed()?;
            let copy = self.request.out.join("mappings").join(format!("{run:04}"));
            if !lies_in(&self.request.mappings, &copy) {
                remove_folder(&copy)?;
            }
        }
        copy_mappings(&self.request.mappings, &self.request.out, run)?;
        self.folder.remove_unfinished()
    }

    /// Begins a run.
    pub(super) fn begin_new(self, fingerprint: &str) -> Result<RunIdentity, RunError> {
        let run = NewRun {
            id: Uuid::now_v7().to_string(),
            dry_run: self.request.dry_run,
            started: now(),
            fingerprint: fingerprint.to_owned(),
        };
        let number = self.folder.ledger.begin_run(&run)?;
        crash_point("run-begun", "");
        Ok(RunIdentity { number, id: run.id, started: run.started, lost: Vec::new() })
    }

    /// What the run depends on.
    pub(super) fn fingerprint(
        self,
        files: &[FileReport],
        documents: &Documents<'_>,
        key: &[u8; 32],
        run: u32,
    ) -> Fingerprint {
        let rows = files.iter().map(|report| (report.path.as_str(), report.sha256.to_string()));
        let attached = documents.listed().into_iter();
        let attached =
            attached.map(|document| (self.survey.drop.file(document.file).path.as_str(), document.sha256));
        Fingerprint {
            run,
            ..self.fingerprint_of(drop_sha256(rows.chain(attached).chain(originals(&self.survey.drop))), key)
        }
    }

    /// The same, where the digest of the drop is known.
    pub(crate) fn fingerprint_of(self, drop_sha256: String, key: &[u8; 32]) -> Fingerprint {
        Fingerprint {
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            mappings_sha256: self.plan.sha256().to_owned(),
            contract_sha256: self.plan.contract().sha256().to_owned(),
            profile: self.survey.profile.name.clone(),
            named_profile: self.request.profile.clone(),
            batch_size: self.request.batch_size,
            drop_sha256,
            proof_key_sha256: hex(&<sha2::Sha256 as sha2::Digest>::digest(key)),
            export: self.request.export.display().to_string(),
            corrections: self.request.corrections.iter().map(|folder| folder.display().to_string()).collect(),
            mappings: self.request.mappings.display().to_string(),
            typed_in: typed_in(self.request),
            run: FIRST_RUN,
            lost: Vec::new(),
            accepted: None,
        }
    }
}
