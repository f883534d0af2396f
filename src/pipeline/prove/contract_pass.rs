//! The staging contract and the validations on the import files alone, folder by folder.

use std::collections::BTreeSet;
use std::sync::Mutex;

use super::folders::{Folders, Holds, person_key};
use super::{ProveError, ProveInput};
use crate::pipeline::parallel::in_parallel;
use crate::reconcile::Difference;
use crate::reconcile::check::contract::{BatchCheck, ContractRules, OutputCheck};
use crate::reconcile::reader::BatchFolder;

/// What the import files break of contract and validations.
pub(super) fn check(input: &ProveInput<'_>, folders: &Folders) -> Result<Vec<Difference>, ProveError> {
    let stores_documents = input.plan.policy().get("documents") != Some("index");
    let rules = ContractRules::new(input.plan.contract(), input.validations, stores_documents);
    let failed = |source| ProveError::Temporary { path: input.temporary.to_path_buf(), source };
    let output = Mutex::new(OutputCheck::create(&rules, input.temporary).map_err(failed)?);
    let places: Vec<u32> = (0..).take(folders.all.len()).collect();
    in_parallel(input.threads, &places, |place| {
        if input.watcher.stopped() {
            return Err(ProveError::Interrupted);
        }
        let (folder, _) = &folders.all[place as usize];
        let found = batch(input, &rules, folder)?;
        let mut output = output.lock().map_err(|_| failed(std::io::Error::other("another thread failed")))?;
        output.take(found).map_err(failed)
    })?;
    let output = output.into_inner().map_err(|_| failed(std::io::Error::other("another thread failed")))?;
    output.finish(&last_batches(input, folders)).map_err(failed)
}

fn batch(
    input: &ProveInput<'_>,
    rules: &ContractRules<'_>,
    folder: &BatchFolder,
) -> Result<crate::reconcile::check::contract::BatchFound, ProveError> {
    let failed = || ProveError::output(folder.folder());
    let mut check = BatchCheck::new(rules, folder.number);
    for file in folder.files.iter().filter(|file| file.table.is_some()) {
        let take = |table, row: &_| {
            check.row(table, row);
            Ok(())
        };
        let read = folder.each_row(input.plan.contract(), file, take).map_err(failed())?;
        check.file(&file.name, read);
    }
    check.finish(folder).map_err(failed())
}

/// The last batches of runs: rows of people, and no people.
fn last_batches(input: &ProveInput<'_>, folders: &Folders) -> BTreeSet<u32> {
    let people = person_key(input.plan).map(|(table, _)| table);
    let last = folders.all.iter().filter(|(folder, holds)| {
        *holds == Holds::Several && people.is_none_or(|people| folder.file_of(people).is_none())
    });
    last.map(|(folder, _)| folder.number).collect()
}
