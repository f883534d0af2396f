//! A migration under way.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::absent::HeldBefore;
use super::begin::{Begun, now};
use super::check_request::refuse_cleared_mappings;
use super::job::{GivenUp, Job};
use super::reading::Reading;
use super::resuming::Standing;
use super::run_target::{RunIdentity, RunTarget};
use crate::map::forward::Prepared;
use crate::map::plan::Plan;
use crate::pipeline::batches::{
    BatchWork, EarlierMappings, Mapped, OthersToday, Sealing, Writing, WrittenInPart, map_and_write,
};
use crate::pipeline::documents::Documents;
use crate::pipeline::earlier::{Earlier, FIRST_RUN};
use crate::pipeline::lists::Names;
use crate::pipeline::output_digests::result_digests;
use crate::pipeline::output_folder::{OutputFolder, names, remove_folder};
use crate::pipeline::policy_authors::refuse_unwritten_authors;
use crate::pipeline::stage::{Parting, Staged};
use crate::pipeline::survey::Survey;
use crate::pipeline::team::Worker;
use crate::pipeline::typed_places::{beside, named};
use crate::pipeline::{Event, Exit, Finished, MigrateRequest, RunError, Watcher};
use crate::reconcile::check::validation::Validations;
use crate::reconcile::totals::Total;
use crate::record::crash_point;
use crate::report::model::{AcceptedChanges, FailedBatch, Report, Retry, Run, Verdict};
use crate::target::{DocumentPolicy, TargetError, create_folder, sync_folder};

/// A migration under way.
#[derive(Clone, Copy)]
pub(crate) struct Migration<'a> {
    pub(crate) request: &'a MigrateRequest,
    pub(crate) plan: &'a Plan,
    pub(crate) validations: &'a Validations,
    pub(crate) totals: &'a [Total],
    pub(crate) survey: &'a Survey,
    pub(crate) folder: &'a OutputFolder,
    /// This process, where others may work on the same run.
    pub(crate) worker: Option<&'a Worker>,
    pub(crate) watcher: Watcher<'a>,
}

impl Migration<'_> {
    /// Writes batches, or goes on writing them.
    pub(super) fn run(self) -> Result<Finished, RunError> {
        let going_on = match self.standing()? {
            Standing::Finished(finished) => return Ok(*finished),
            Standing::Unfinished(run) => Some(run),
            Standing::Fresh => {
                self.folder.leavings()?;
                refuse_cleared_mappings(self.request)?;
                None
            }
        };
        let parting = Parting::by(self.request.batch_size);
        self.write(Job { going_on, ..Job::first(parting) })
    }

    /// Writes what is asked for.
    pub(crate) fn write(self, job: Job) -> Result<Finished, RunError> {
        let (staged, lifted) = match self.read(job.parting, &job.earlier)? {
            Reading::Refused(stops) if job.earlier.is_first() => {
                return self.refuse(&self.request.out, stops, None);
            }
            // The report of what is sealed stays.
            Reading::Refused(stops) => {
                let retry = Retry { run: job.earlier.run, ..Retry::default() };
                return self.refuse(&self.next_dry_run()?, stops, Some(retry));
            }
            Reading::Staged { staged, lifted } => (staged, lifted),
        };
        let (earlier, going_on) = (&job.earlier, job.going_on.is_some());
        let documents = self.read_documents()?;
        if earlier.is_first() {
            refuse_unwritten_authors(self.plan, &self.request.mappings, &staged, &documents)?;
        }
        let ledger = &self.folder.ledger;
        let decided = (earlier.run, job.accepted.as_deref());
        let begun = ledger.in_turn(|| self.begin_or_join(job.going_on, &staged, &documents, decided))?;
        let (run, key) = match begun {
            Begun::Here { run, key } => (run, key),
            Begun::Finished(finished) => {
                self.remove_leavings()?;
                return Ok(*finished);
            }
        };
        let out = &self.request.out;
        let told = Some((ledger, run.number));
        let sealing = Sealing::new(self.plan, out, earlier, self.document_policy(), told)?;
        let writing = Writing {
            sealing: sealing.shared_by(self.worker),
            earlier,
            mappings_of: &prepared(job.mappings, &staged),
            accepted: job.accepted.is_some(),
            ready: &|| {
                if let Some(GivenUp { fingerprint, paths }) = &job.given_up {
                    ledger.give_up_files(run.number, fingerprint, paths)?;
                }
                self.make_room(going_on, earlier.run)
            },
        };
        let mapped = match self.map(&staged, (&documents, &key), writing) {
            Err(error @ RunError::SealedWouldChange { .. }) => {
                ledger.finish_run(run.number, &now(), Verdict::Refused.word(), Exit::Refused.code())?;
                return Err(error);
            }
            mapped => mapped?,
        };
        let mut mapped = match mapped {
            Mapped::Here(mapped) => mapped,
            Mapped::ByAnother => return self.finished_elsewhere(run.number),
            Mapped::InPart(part) => return self.in_part(&run, *part),
        };
        crash_point("all-batches-sealed", "");
        if !earlier.is_first() {
            let person = &self.plan.dictionary().entity(self.plan.model().people.person).name;
            let before = HeldBefore::read(ledger, run.number, person)?;
            mapped.changed.absent = before.absent(staged.world.people(), earlier, &mapped.changed.sealed);
        }
        let last = job.last.filter(|_| !earlier.is_first());
        let target = RunTarget { output: out.clone(), results: out.clone(), run, key, kept: true, last };
        let retry = (!earlier.is_first()).then(|| Retry {
            run: earlier.run,
            mapping_changes: job.changes,
            profile_before: job.profile_before,
            accepted: job.accepted.filter(|_| mapped.differing != OthersToday::default()).map(|reason| {
                let OthersToday { case_files, shared_records } = mapped.differing;
                AcceptedChanges { case_files, shared_records, reason }
            }),
            changed_case_files: mapped.changed.case_files().len() as u64,
            changed_shared: mapped.changed.shared(),
            gone_held: mapped.changed.absent.keys().filter(|number| **number != 0).count() as u64,
            gone_unnumbered: mapped.changed.absent.get(&0).copied().unwrap_or_default(),
        });
        self.conclude(&target, (&staged, &documents, &mapped, &lifted), retry.as_ref())
    }

    /// What there is to say where other batches are still to be written: the run goes on.
    fn in_part(self, run: &RunIdentity, part: WrittenInPart) -> Result<Finished, RunError> {
        let mut report = Report::new(self.head(run)?, Verdict::Unproven);
        let left = part.left.into_iter();
        report.failed_batches = left.map(|(batch, reason)| FailedBatch { batch, reason }).collect();
        let exit = if part.has_exceptions { Exit::Exceptions } else { Exit::Done };
        Ok(Finished { report, exit, changed: true, unproven: None, output: self.request.out.clone() })
    }

    /// What a report says of the run. Whichever process says so, it was told what the ledger noted as the run began.
    pub(super) fn head(self, run: &RunIdentity) -> Result<Run, RunError> {
        let runs = self.folder.ledger.runs()?;
        let row = runs.iter().find(|row| row.number == run.number);
        let mut named = row.map(|row| named(row, self.folder.given_ledger())).unwrap_or_default();
        if let Some(row) = row.filter(|row| row.dry_run) {
            named.beside = beside(row, self.folder.current_run()?.as_ref());
        }
        let (id, started) = (run.id.clone(), run.started.clone());
        Ok(Run { id, dry_run: self.request.dry_run, started, finished: None, named })
    }

    /// Does the same in a folder that is removed afterwards.
    pub(super) fn dry_run(self) -> Result<Finished, RunError> {
        let (staged, lifted) = match self.read(Parting::by(self.request.batch_size), &Earlier::none())? {
            Reading::Refused(stops) => return self.refuse(&self.next_dry_run()?, stops, None),
            Reading::Staged { staged, lifted } => (staged, lifted),
        };
        let documents = self.read_documents()?;
        refuse_unwritten_authors(self.plan, &self.request.mappings, &staged, &documents)?;
        let key = self.folder.proof_key(self.request.proof_key.as_deref(), true)?;
        let fingerprint = self.fingerprint(&staged.files, &documents, &key, FIRST_RUN);
        let run = self.begin_new(&fingerprint.to_json())?;
        let number = run.number;
        let (output, results) = (self.temporary("output"), self.temporary("results"));
        create_folder(&output)?;
        let policy = match self.document_policy() {
            DocumentPolicy::Index => DocumentPolicy::Index,
            _ => DocumentPolicy::Borrow,
        };
        let earlier = &Earlier::none();
        let sealing = Sealing::new(self.plan, &output, earlier, policy, None)?;
        let mappings_of = &BTreeMap::new();
        let writing = Writing { sealing, earlier, mappings_of, accepted: false, ready: &|| Ok(()) };
        let Mapped::Here(mapped) = self.map(&staged, (&documents, &key), writing)? else {
            return self.finished_elsewhere(run.number);
        };
        let target = RunTarget { output, results: results.clone(), run, key, kept: false, last: None };
        let finished = self.conclude(&target, (&staged, &documents, &mapped, &lifted), None)?;
        let output = self.next_dry_run()?;
        let parent = self.request.out.join("dry-runs");
        create_folder(&parent)?;
        crash_point("dry-run-complete", "");
        std::fs::rename(&results, &output).map_err(TargetError::at(&output))?;
        crash_point("dry-run-named", "");
        sync_folder(&parent)?;
        self.note_results(number, &output)?;
        Ok(Finished { output, ..finished })
    }

    /// Tells the ledger the digests of the lists and reports of a run that wrote no batch.
    pub(super) fn note_results(self, run: u32, results: &Path) -> Result<(), RunError> {
        let out = &self.request.out;
        let under = match results.strip_prefix(out) {
            Ok(folder) if !folder.as_os_str().is_empty() => format!("{}/", folder.display()),
            _ => String::new(),
        };
        Ok(self.folder.ledger.put_output_files(run, &under, &result_digests(out, &under)?)?)
    }

    fn map(
        self,
        staged: &Staged,
        (documents, key): (&Documents<'_>, &[u8; 32]),
        writing: Writing<'_>,
    ) -> Result<Mapped, RunError> {
        let prepared = Prepared::new(self.plan, |entity| staged.world.rows(entity));
        map_and_write(&BatchWork {
            plan: self.plan,
            prepared: &prepared,
            staged,
            documents,
            document_entity: self.survey.profile.documents.as_ref().map(|rule| rule.entity),
            writing,
            handover: self.worker.map(|worker| worker.handover(&self.basis())),
            key,
            folder: &self.room().join(".stage"),
            threads: self.request.threads,
            watcher: self.watcher,
        })
    }

    /// Reads and hashes the attached files.
    fn read_documents(&self) -> Result<Documents<'_>, RunError> {
        let Survey { drop, profile, assignment } = self.survey;
        let bytes = self.survey.document_bytes();
        self.watcher.tell(Event::PhaseStarted { name: "read the attachments", batches: 0, bytes });
        let documents = Documents::read(
            drop,
            profile,
            (assignment, self.plan.dictionary()),
            self.request.threads,
            self.watcher,
        )?;
        crash_point("attachments-read", "");
        self.watcher.tell(Event::PhaseFinished);
        Ok(documents)
    }

    /// What numbers of entities, files and columns depend on: the program, the mappings, the names in the drop.
    fn basis(self) -> Vec<u8> {
        let mut basis = format!("{}\0{}\0", env!("CARGO_PKG_VERSION"), self.plan.sha256()).into_bytes();
        for file in self.survey.drop.files() {
            basis.extend_from_slice(file.path.as_bytes());
            basis.push(0);
        }
        basis
    }

    /// The folder in which temporary files are.
    pub(super) fn room(self) -> PathBuf {
        self.worker.map_or_else(|| self.request.out.clone(), Worker::room)
    }

    /// A path among the temporary files of the run.
    fn temporary(self, name: &str) -> PathBuf {
        self.room().join(".stage").join(name)
    }

    /// The folder of the next dry run: one that is gone has its number for ever, for the ledger tells of it.
    fn next_dry_run(self) -> Result<PathBuf, RunError> {
        let folder = self.request.out.join("dry-runs");
        let noted = self.folder.ledger.output_files()?.into_iter();
        let noted =
            noted.filter_map(|file| Some(file.path.strip_prefix("dry-runs/")?.split_once('/')?.0.to_owned()));
        let numbers = names(&folder)?.into_iter().chain(noted);
        let last = numbers.filter_map(|name| name.parse::<u32>().ok()).max();
        let next = folder.join(format!("{:04}", last.unwrap_or(0) + 1));
        remove_folder(&next)?;
        Ok(next)
    }

    fn document_policy(self) -> DocumentPolicy {
        match self.plan.policy().get("documents") {
            Some("link") => DocumentPolicy::Link,
            Some("index") => DocumentPolicy::Index,
            _ => DocumentPolicy::Copy,
        }
    }

    /// Names for numbers.
    pub(super) fn names(&self) -> Names<'_> {
        Names { dictionary: self.plan.dictionary(), drop: &self.survey.drop }
    }
}

/// Mappings of earlier runs, made ready for what was staged.
fn prepared(mappings: BTreeMap<u32, Plan>, staged: &Staged) -> BTreeMap<u32, EarlierMappings> {
    let ready = |(run, plan): (u32, Plan)| {
        let prepared = Prepared::new(&plan, |entity| staged.world.rows(entity));
        (run, EarlierMappings { plan, prepared })
    };
    mappings.into_iter().map(ready).collect()
}
