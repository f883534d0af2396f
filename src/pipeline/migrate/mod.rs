//! A migration from end to end: stages, maps, writes, lists, proves, reports.

mod absent;
mod begin;
mod check_request;
mod conclude;
mod fence;
mod foreign_folder;
mod job;
mod migration;
mod packaging;
mod reading;
mod resuming;
mod run_target;
mod taken_values;

use super::noted_drop::NotedDrop;
use super::output_folder::OutputFolder;
use super::survey::Survey;
use super::team::Worker;
use super::{Cancel, Finished, MigrateRequest, Observer, RunError, Watcher};
use crate::ledger::LedgerAddress;
use crate::map::compile;
use crate::reconcile::check::validation::Validations;
use crate::reconcile::totals::load_totals;
pub(crate) use begin::now;
use check_request::check_request;
pub(in crate::pipeline) use check_request::{absolute, lies_in, refuse_source_in_output};
pub(in crate::pipeline) use conclude::causes;
pub use foreign_folder::ForeignFolder;
pub(crate) use job::{GivenUp, Job};
pub(crate) use migration::Migration;

/// Migrates a drop: stages, maps, writes, and proves it, or goes on where an interrupted run ended.
///
/// # Errors
/// What is wrong with the data is no error but in the report; see [`RunError`] for the rest.
pub fn migrate(
    request: &MigrateRequest,
    observer: &dyn Observer,
    cancel: &Cancel,
) -> Result<Finished, RunError> {
    check_request(request)?;
    let plan = compile(&request.mappings).map_err(RunError::Mappings)?;
    let validations = Validations::load(&request.mappings, plan.contract()).map_err(RunError::Mappings)?;
    let totals = load_totals(&request.mappings, &plan).map_err(RunError::Mappings)?;
    let profile = request.profile.as_deref();
    let survey =
        Survey::new((&request.export, &request.corrections), &request.mappings, profile, plan.dictionary())?;
    let team = request.ledger.as_ref().filter(|address| address.is_server() && !request.dry_run);
    let folder = match team {
        Some(_) => OutputFolder::share(&request.out, team)?,
        None => OutputFolder::make(&request.out, request.ledger.as_ref())?,
    };
    let noted = folder.current_run()?.map(|run| NotedDrop::of(&folder, run.number)).transpose()?;
    let survey = survey.called_as(&noted.unwrap_or_default(), plan.dictionary());
    let watcher = Watcher::new(observer, cancel);
    let alone = Migration {
        request,
        plan: &plan,
        validations: &validations,
        totals: &totals,
        survey: &survey,
        folder: &folder,
        worker: None,
        watcher,
    };
    match team {
        Some(address) => among_others(alone, address),
        None if request.dry_run => alone.dry_run(),
        None => alone.run(),
    }
}

/// Works on the run together with others. A process that they took for dead begins again as somebody new: it goes on where
/// they are by then, or is told that they run something else.
fn among_others(migration: Migration<'_>, address: &LedgerAddress) -> Result<Finished, RunError> {
    loop {
        let worker = Worker::new(&migration.request.out, address, migration.request.lease)?;
        let done = Migration { worker: Some(&worker), ..migration }.run();
        if done.is_ok() || worker.is_at_work() || migration.watcher.stopped() {
            return done;
        }
    }
}
