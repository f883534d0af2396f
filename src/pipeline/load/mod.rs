//! A sealed and proven output, brought into staging tables.

mod loaded;
mod proven_output;

use std::collections::BTreeMap;
use std::path::Path;

pub use loaded::{Loaded, LoadedTable};

use proven_output::ProvenOutput;

use super::migrate::lies_in;
use super::open_choices::refuse_open_choices;
use super::output_folder::OutputFolder;
use super::{Cancel, Event, LoadRequest, Observer, RunError, Watcher};
use crate::load::{Added, Dialect, Staging, script};
use crate::reconcile::check::validation::Validations;
use crate::reconcile::reader::{BatchFolder, ImportFile};
use crate::reconcile::row_name;
use crate::target::TargetError;
use crate::target::contract::{Contract, TableId};

/// The definitions of the staging tables of a mappings folder's contract, as a script.
///
/// # Errors
/// The contract has mistakes.
pub fn ddl(mappings: &Path, dialect: Dialect) -> Result<String, RunError> {
    refuse_open_choices(mappings)?;
    let contract = Contract::load(&mappings.join("contract")).map_err(RunError::Mappings)?;
    let validations = Validations::load(mappings, &contract).map_err(RunError::Mappings)?;
    Ok(script(dialect, &contract, &validations.in_words(&contract)))
}

/// Loads what an output folder holds into staging tables, batch by batch, each whole or not at all. Rows that stand
/// there already are left as they are, so that the same command can be run again.
///
/// # Errors
/// The folder is not sealed, not proven, or was changed; the database refuses, or holds other rows under the same keys.
pub fn load(request: &LoadRequest, observer: &dyn Observer, cancel: &Cancel) -> Result<Loaded, RunError> {
    if let Some(file) = request.to.file().filter(|file| lies_in(file, &request.out)) {
        let message =
            "lies in the output folder, in which every file is proved: name a database elsewhere with --to";
        return Err(RunError::Usage(format!("{} {message}", file.display())));
    }
    let folder = OutputFolder::open_to_look(&request.out, request.ledger.as_ref())?;
    if let Some(file) = request.to.file() {
        refuse_in_what_was_read(file, &folder)?;
    }
    let watcher = Watcher::new(observer, cancel);
    let output = ProvenOutput::find(&folder, watcher)?;
    let contract = output.contract();
    let mut staging = Staging::open(&request.to, contract)?;
    let batches = output.batches.len() as u64;
    watcher.tell(Event::PhaseStarted { name: "load", batches, bytes: 0 });
    let mut added: BTreeMap<TableId, Added> = BTreeMap::new();
    for batch in &output.batches {
        let rows = load_batch(&output, batch, &mut staging, watcher)?;
        let count = rows.values().map(|rows| rows.new + rows.there).sum();
        for (table, rows) in rows {
            let sum = added.entry(table).or_default();
            sum.new += rows.new;
            sum.there += rows.there;
        }
        watcher.tell(Event::BatchFinished { number: batch.number, rows: count });
    }
    staging.check(&output.rows)?;
    watcher.tell(Event::PhaseFinished);
    Ok(Loaded::new(contract, &added))
}

/// A database in an export or in mappings would be taken for a part of them.
fn refuse_in_what_was_read(file: &Path, folder: &OutputFolder) -> Result<(), RunError> {
    for used in folder.fingerprints()?.into_values() {
        let read = [used.export, used.mappings].into_iter().chain(used.corrections);
        if let Some(place) = read.into_iter().find(|place| lies_in(file, Path::new(place))) {
            return Err(RunError::Usage(format!(
                "{} lies in {place}, which a run read: name a database elsewhere with --to",
                file.display()
            )));
        }
    }
    Ok(())
}

/// Brings one batch in, table by table; the database forgets it if anything is wrong.
fn load_batch(
    output: &ProvenOutput,
    batch: &BatchFolder,
    staging: &mut Staging<'_>,
    watcher: Watcher<'_>,
) -> Result<BTreeMap<TableId, Added>, RunError> {
    staging.begin()?;
    for table in output.contract().load_order() {
        let Some(file) = batch.file_of(table) else { continue };
        if let Err(error) = load_file(output, batch, (table, &file.name), staging, watcher) {
            staging.roll_back();
            return Err(error);
        }
    }
    Ok(staging.commit()?)
}

fn load_file(
    output: &ProvenOutput,
    batch: &BatchFolder,
    (table, name): (TableId, &str),
    staging: &mut Staging<'_>,
    watcher: Watcher<'_>,
) -> Result<(), RunError> {
    let (described, path) = (output.contract().table(table), batch.folder().join(name));
    let unreadable = |source| RunError::from(TargetError::at(&path)(source));
    let mut file = ImportFile::open(&path, described).map_err(unreadable)?;
    while let Some(row) = file.next_row().map_err(unreadable)? {
        if watcher.stopped() {
            return Err(RunError::Interrupted);
        }
        staging.row(table, row_name(described, |column| row.get(column)), row.cells())?;
    }
    // It was whole before; now that its rows are on their way it must still be.
    output.confirm(batch, name, &file)
}
