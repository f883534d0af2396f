//! What is done again after something was put right: batches that could not be written, and case files that were held.

mod failed;
mod in_place;
mod lists;
mod lost;
mod moved;

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use failed::failed_batches;
use lost::with;
use moved::note_moved;

use super::details::Details;
use super::drop_changes::FileDigest;
use super::drop_digests::{digest_of_drop, digests_of};
use super::earlier::{Earlier, FIRST_RUN};
use super::fingerprint::Fingerprint;
use super::ledger_address::ledger_option;
use super::mapping_changes::{mapping_changes, told};
use super::migrate::{GivenUp, Job, Migration, refuse_source_in_output};
use super::noted_drop::{NotedDrop, is_same_folder};
use super::open_retry::OpenRetry;
use super::output_folder::OutputFolder;
use super::reconcile::reconcile_folder;
use super::seal::refuse_signed;
use super::sealed_files::refuse_changed_files;
use super::stage::Parting;
use super::survey::Survey;
use super::{Cancel, Finished, LEASE, MigrateRequest, Observer, RetryRequest, RunError, Watcher};
use crate::ledger::{BatchRow, BatchState, ExceptionRow, RunRow};
use crate::map::compile;
use crate::map::plan::Plan;
use crate::reconcile::check::validation::Validations;
use crate::reconcile::totals::load_totals;
use crate::record::{Guid, Reason};
use crate::report::model::Verdict;
use crate::report::summary::{mappings_option, profile_option, shell_path};
use crate::source::{holds_corrected_rows, refuse_doubtful};

/// Tries batches again that could not be written, and writes case files that nothing holds any more.
///
/// # Errors
/// What is wrong with the data is no error but in the report; see [`RunError`] for the rest.
pub fn retry(request: &RetryRequest, observer: &dyn Observer, cancel: &Cancel) -> Result<Finished, RunError> {
    if let Some(source) = &request.source {
        refuse_source_in_output(source, &request.out)?;
    }
    let folder = OutputFolder::open(&request.out, request.ledger.as_ref())?;
    let Some((mut last, mut used)) = last_run(&folder)? else {
        return Err(folder.no_finished_run());
    };
    let plan = compile(&request.mappings).map_err(RunError::Mappings)?;
    let validations = Validations::load(&request.mappings, plan.contract()).map_err(RunError::Mappings)?;
    let totals = load_totals(&request.mappings, &plan).map_err(RunError::Mappings)?;
    refuse_another_target(&folder, &plan, &request.mappings, &used)?;
    if let Some(source) = &request.source {
        let before = NotedDrop::of(&folder, last.number)?.tables(plan.dictionary());
        refuse_doubtful(source, before, plan.dictionary())?;
    }
    if note_moved(&folder, request, (&last, &used))? {
        (last, used) = last_run(&folder)?.ok_or_else(|| folder.no_finished_run())?;
    }
    let (export, corrections) = drop_of(request, &used);
    let mut asked = MigrateRequest {
        export,
        corrections,
        out: request.out.clone(),
        mappings: request.mappings.clone(),
        profile: request.profile.clone(),
        dry_run: false,
        reconcile: false,
        proof_key: None,
        ledger: request.ledger.clone(),
        lease: LEASE,
        batch_size: used.batch_size,
        threads: request.threads,
        typed_in: request.typed_in.clone(),
    };
    let profiles = (request.profile.as_deref(), Some(used.profile.as_str()));
    let drop = (asked.export.as_path(), asked.corrections.as_slice());
    let mut survey = Survey::after(drop, &request.mappings, profiles, plan.dictionary())?;
    if is_same_folder(&asked.export, Path::new(&used.export)) {
        survey = survey.called_as(&NotedDrop::of(&folder, last.number)?, plan.dictionary());
    }
    if survey.profile.name == used.profile {
        // What was named once needs no naming again.
        asked.profile = asked.profile.or_else(|| used.named_profile.clone());
    }
    let migration = Migration {
        request: &asked,
        plan: &plan,
        validations: &validations,
        totals: &totals,
        survey: &survey,
        folder: &folder,
        worker: None,
        watcher: Watcher::new(observer, cancel),
    };
    let again = Again { folder: &folder, last, used, plan: &plan, request, given_up: None };
    let written = again.run(migration)?;
    let report = &written.report;
    let is_whole = report.verdict != Verdict::Refused && report.failed_batches.is_empty();
    if !written.changed || !request.reconcile || !is_whole {
        return Ok(written);
    }
    let sources = remembered(&folder)?;
    match reconcile_folder(&folder, (&sources, None), request.threads, migration.watcher) {
        // A drop that is no longer where it was, or as it was: `reconcile` proves the folder once that is put right.
        Err(why @ (RunError::SourceMissing { .. } | RunError::SourceChanged { .. } | RunError::Drop(_))) => {
            Ok(Finished { unproven: Some(why.to_string()), ..written })
        }
        proven => proven,
    }
}

/// The drop, and the corrected rows that are laid over it: those of the last run and further ones, unless there is another
/// drop.
fn drop_of(request: &RetryRequest, used: &Fingerprint) -> (PathBuf, Vec<PathBuf>) {
    let mut corrections: Vec<PathBuf> = used.corrections.iter().map(PathBuf::from).collect();
    let last = PathBuf::from(&used.export);
    match &request.source {
        None => (last, corrections),
        Some(folder) if holds_corrected_rows(folder) => {
            // The same command again, as after an interruption, lays them over it once.
            if !corrections.iter().any(|known| is_same_folder(known, folder)) {
                corrections.push(folder.clone());
            }
            (last, corrections)
        }
        Some(drop) => (drop.clone(), Vec::new()),
    }
}

/// The drops that the folder's runs used, where they lay then.
fn remembered(folder: &OutputFolder) -> Result<Vec<PathBuf>, RunError> {
    let used = folder.fingerprints()?;
    let mut sources: Vec<PathBuf> = Vec::new();
    for path in used.into_values().flat_map(|used| std::iter::once(used.export).chain(used.corrections)) {
        if !sources.iter().any(|known| is_same_folder(known, path.as_ref())) {
            sources.push(PathBuf::from(path));
        }
    }
    Ok(sources)
}

/// The run that says what stands here; not a retry that sealed nothing of what is not there any more.
fn last_run(folder: &OutputFolder) -> Result<Option<(RunRow, Fingerprint)>, RunError> {
    let runs = folder.ledger.runs()?;
    if let Some(open) = OpenRetry::among(&runs).filter(OpenRetry::lacks_source)
        && !has_sealed(folder, open.run)?
    {
        return Ok(open.before.map(|(run, used)| (run.clone(), used)));
    }
    let run = folder.current_run()?;
    Ok(run.and_then(|run| Fingerprint::parse(&run.fingerprint).map(|used| (run, used))))
}

fn has_sealed(folder: &OutputFolder, run: &RunRow) -> Result<bool, RunError> {
    let sealed = |batch: BatchRow| batch.state == BatchState::Sealed && batch.run == run.number;
    Ok(folder.ledger.batches()?.into_iter().any(sealed))
}

/// Batches made for different tables cannot stand beside each other.
fn refuse_another_target(
    folder: &OutputFolder,
    plan: &Plan,
    mappings: &Path,
    used: &Fingerprint,
) -> Result<(), RunError> {
    let mut differing = Vec::new();
    if used.contract_sha256 != plan.contract().sha256() {
        differing.push("contract".to_owned());
    }
    if used.tool_version != env!("CARGO_PKG_VERSION") {
        differing.push("program version".to_owned());
    }
    let dictionary = |folder: &Path| std::fs::read(folder.join("dictionary.csv")).ok();
    // A retry that has only begun has no copy yet: the one before it counts.
    let copies =
        (FIRST_RUN..=used.run).rev().map(|run| folder.path.join("mappings").join(format!("{run:04}")));
    let copy = copies.into_iter().find(|copy| copy.is_dir());
    let copy = copy.and_then(|copy| dictionary(&copy).map(|text| (copy, text)));
    let Some((copy, text)) = copy else {
        return Err(RunError::Changed { out: folder.path.clone(), path: "mappings".to_owned() });
    };
    if dictionary(mappings) != Some(text) {
        differing.push("data dictionary".to_owned());
    }
    if differing.is_empty() {
        return Ok(());
    }
    let details = Box::new(Details::of_target(used, (&copy, mappings)));
    Err(RunError::Differs { out: folder.path.clone(), differing, details })
}

/// What is done again.
struct Again<'a> {
    folder: &'a OutputFolder,
    /// The run that says what stands in the folder, and what it depended on.
    last: RunRow,
    used: Fingerprint,
    plan: &'a Plan,
    request: &'a RetryRequest,
    /// Attached files that are to be given up.
    given_up: Option<GivenUp>,
}

impl Again<'_> {
    fn run(mut self, migration: Migration<'_>) -> Result<Finished, RunError> {
        let done = self.go_on_with_files(migration);
        done.map_err(|error| self.named_by_sealed(error))
    }

    /// Goes on without files that are gone, where somebody said so.
    fn go_on_with_files(&mut self, migration: Migration<'_>) -> Result<Finished, RunError> {
        let left = failed_batches(self.folder, &self.request.batches)?;
        let key = self.folder.used_key(&self.used)?;
        let files = digests_of(migration.survey, self.request.threads, migration.watcher)?;
        let now = migration.fingerprint_of(digest_of_drop(&files), &key);
        let kept = self.settle_lost_files(migration.survey, &now, &files)?;
        if kept.is_empty() {
            return self.go_on(migration, (now, left), &files);
        }
        let files = with(&files, &kept);
        let survey = migration.survey.with_absent(kept, self.plan.dictionary());
        let migration = Migration { survey: &survey, ..migration };
        let now = migration.fingerprint_of(digest_of_drop(&files), &key);
        self.go_on(migration, (now, left), &files)
    }

    /// Goes on with the run, or begins the next.
    fn go_on(
        &self,
        migration: Migration<'_>,
        (now, left): (Fingerprint, BTreeMap<u32, BatchRow>),
        files: &[FileDigest],
    ) -> Result<Finished, RunError> {
        let differing = now.differing(&self.used);
        let same = differing.is_empty();
        let anew = self.last.finished.is_none() && !same && self.is_to_begin_anew(&now, &differing)?;
        if self.last.finished.is_none() && !same && !anew {
            // First the run that was begun comes to its end: with what it used.
            return Err(self.unfinished(migration, (&now, differing), files)?);
        }
        if self.last.finished.is_some() && same {
            let unproven = self.last.verdict.as_deref() == Some(Verdict::Unproven.word());
            // Its proof may have been cut short: what that has written so far is no change by other hands.
            let proves = unproven && self.request.reconcile;
            return if proves {
                migration.finished(&self.last)
            } else {
                migration.finished_before(&self.last)
            };
        }
        refuse_signed(&self.folder.path)?;
        self.refuse_changed_lists()?;
        let goes_on = same && self.last.finished.is_none();
        if !goes_on {
            self.refuse_changed_in_place(migration, &now, files)?;
        }
        let run = if goes_on || anew { self.used.run } else { self.used.run + 1 };
        refuse_changed_files(self.folder, self.request.threads, migration.watcher)?;
        if !goes_on {
            self.folder.forget_unsealed()?;
        }
        let mut earlier = Earlier::read(self.folder, self.plan, run)?;
        earlier.waiting = self.listed(run, &["waiting"])?;
        earlier.lost_links = self.lost_links(run)?;
        earlier.turned_away = self.listed(run, &["reject", "excluded", "waiting"])?;
        if goes_on {
            earlier.left = left;
        }
        let going_on = goes_on.then(|| self.last.clone());
        // What was accepted when the run began is accepted still.
        let known = self.used.accepted.clone().filter(|_| goes_on);
        let accepted = self.request.accept_changes.clone().or(known);
        if run == FIRST_RUN {
            let first = Job::first(Parting::by(self.used.batch_size));
            return migration.write(Job {
                going_on,
                earlier,
                given_up: self.given_up.clone(),
                accepted,
                ..first
            });
        }
        let parting = earlier.parting(self.used.batch_size);
        let mappings = self.earlier_mappings(run)?;
        let sealed_by = mappings.keys().next_back();
        let changes =
            sealed_by.map(|run| mapping_changes(&self.copy(*run), &self.request.mappings, self.plan));
        let changes = changes.unwrap_or_default();
        let named = sealed_by.map(|run| told(&changes, &self.copy(*run), &self.request.mappings));
        let named = named.unwrap_or_default();
        let (last, profile_before) = match self.before(run)? {
            Some((last, used)) => (Some(last), Some(used.profile).filter(|name| *name != now.profile)),
            None => (None, None),
        };
        let written = migration.write(Job {
            going_on,
            last,
            earlier,
            parting,
            mappings,
            changes,
            profile_before,
            given_up: self.given_up.clone(),
            accepted,
        });
        written.map_err(|error| match error {
            RunError::SealedWouldChange { case_files, shared_records, .. } => {
                RunError::SealedWouldChange { case_files, shared_records, changes: named }
            }
            other => other,
        })
    }

    /// Whether nothing binds anybody to a retry that was begun with something else: it has sealed nothing, and what it
    /// used is not there any more.
    fn is_to_begin_anew(&self, now: &Fingerprint, differing: &[String]) -> Result<bool, RunError> {
        if self.used.run == FIRST_RUN || has_sealed(self.folder, &self.last)? {
            return Ok(false);
        }
        let differs = |what: &str| differing.iter().any(|one| one == what);
        let in_place = now.reads_from_where(&self.used);
        let is_copied = self.copy(self.used.run).is_dir();
        Ok(differs("drop") && in_place || differs("mappings") && !is_copied)
    }

    /// The run that was begun used something else: names the command that finishes it.
    fn unfinished(
        &self,
        migration: Migration<'_>,
        (now, differing): (&Fingerprint, Vec<String>),
        files: &[FileDigest],
    ) -> Result<RunError, RunError> {
        let out = self.request.out.clone();
        let ledger = ledger_option(self.folder.given_ledger());
        let mut command = format!("care2mosaic retry {}{ledger}", shell_path(&out));
        if differing.iter().any(|one| one == "mappings") {
            let _ = write!(command, " --mappings {}", shell_path(&self.copy(self.used.run)));
        } else {
            command.push_str(&mappings_option(&self.request.mappings));
        }
        if differing.iter().any(|one| one == "profile") {
            command.push_str(&profile_option(Some(&self.used.profile)));
        } else {
            command.push_str(&profile_option(migration.request.profile.as_deref()));
        }
        if let Some(open) = OpenRetry::among(&self.folder.ledger.runs()?) {
            command.push_str(&open.source());
        }
        let moved = self.request.source.is_none() && differing.iter().any(|one| one == "drop");
        let export = moved.then(|| PathBuf::from(&self.used.export));
        let changes = NotedDrop::of(self.folder, self.last.number)?.all_changes(files);
        let details = Box::new(migration.details((now, &self.used), changes));
        Ok(RunError::UnfinishedOther { out, differing, details, command, export })
    }

    /// The last run before one that came to its end: its number in the ledger, and what it used.
    fn before(&self, run: u32) -> Result<Option<(u32, Fingerprint)>, RunError> {
        let runs = self.folder.ledger.runs()?.into_iter().rev();
        let ended = runs.filter(|row| !row.dry_run && row.finished.is_some());
        let mut ended = ended.filter_map(|row| Some((row.number, Fingerprint::parse(&row.fingerprint)?)));
        Ok(ended.find(|(_, used)| used.run < run))
    }

    /// The records that lists of the last run name.
    fn listed(&self, run: u32, kinds: &[&str]) -> Result<HashSet<(String, Guid)>, RunError> {
        self.listed_as(run, kinds, |_| true)
    }

    /// The records with links that the last run lists as not written.
    fn lost_links(&self, run: u32) -> Result<HashSet<(String, Guid)>, RunError> {
        self.listed_as(run, &["value"], |one| one.reason == Reason::LinkEndpointMissing.code())
    }

    fn listed_as(
        &self,
        run: u32,
        kinds: &[&str],
        wanted: impl Fn(&ExceptionRow) -> bool,
    ) -> Result<HashSet<(String, Guid)>, RunError> {
        let mut records = HashSet::new();
        let Some((last, _)) = self.before(run)? else { return Ok(records) };
        for kind in kinds {
            let listed = self.folder.ledger.exceptions(last, kind)?.into_iter().filter(&wanted);
            records.extend(listed.filter_map(|one| Some((one.entity, Guid::parse(&one.source_id).ok()?))));
        }
        Ok(records)
    }

    /// The sealed batches of the runs before one, each with its run.
    fn sealed_before(&self, run: u32) -> Result<Vec<(u32, u32)>, RunError> {
        let mut sealed = Vec::new();
        for batch in self.folder.ledger.batches()?.into_iter().filter(|one| one.state == BatchState::Sealed) {
            let found = crate::target::Batch::found(&self.folder.path, batch.number);
            let own = found.ok_or(RunError::SealedDiffers { number: batch.number })?.manifest().run;
            if own < run {
                sealed.push((batch.number, own));
            }
        }
        Ok(sealed)
    }

    /// The mappings that sealed something and are others than those of today, by run.
    fn earlier_mappings(&self, run: u32) -> Result<BTreeMap<u32, Plan>, RunError> {
        let used = self.folder.fingerprints()?;
        let mut mappings = BTreeMap::new();
        for (_, own) in self.sealed_before(run)? {
            let Some(used) = used.get(&own).filter(|used| used.mappings_sha256 != self.plan.sha256()) else {
                continue;
            };
            if mappings.contains_key(&own) {
                continue;
            }
            let changed = || RunError::Changed { out: self.folder.path.clone(), path: "mappings".to_owned() };
            let plan = compile(&self.copy(own)).map_err(|_| changed())?;
            if plan.sha256() != used.mappings_sha256 {
                return Err(changed());
            }
            mappings.insert(own, plan);
        }
        Ok(mappings)
    }

    /// The copy of the mappings that a run used.
    fn copy(&self, run: u32) -> PathBuf {
        self.folder.path.join("mappings").join(format!("{run:04}"))
    }
}
