//! Reads a batch folder once: its rows go to whoever wants them, to the contract checks, and into counts and hashes.

use super::target_counts::{FileCount, RowsDigest, hash_unsorted};
use super::{ProveError, ProveInput};
use crate::reconcile::check::contract::{BatchCheck, BatchFound, ContractRules};
use crate::reconcile::reader::{BatchFile, BatchFolder, FileRead, ImportRow};
use crate::target::contract::TableId;

/// What reading a folder came to.
pub(super) struct FolderRead {
    pub(super) counts: Vec<FileCount>,
    /// What its contract checks found.
    pub(super) found: BatchFound,
}

/// Reads the import files of a folder in load order and hands every row to `take`.
pub(super) fn read_folder(
    input: &ProveInput<'_>,
    rules: &ContractRules<'_>,
    folder: &BatchFolder,
    mut take: impl FnMut(TableId, &BatchFile, &ImportRow) -> Result<(), ProveError>,
) -> Result<FolderRead, ProveError> {
    let mut check = BatchCheck::new(rules, folder.number);
    let mut counts = Vec::new();
    for file in &folder.files {
        let Some(table) = file.table else { continue };
        let (count, read) = read_file(input, folder, (table, file), |row| {
            check.row(table, row);
            take(table, file, row)
        })?;
        counts.push(count);
        check.file(&file.name, read);
    }
    let found = check.finish(folder).map_err(ProveError::output(folder.folder()))?;
    Ok(FolderRead { counts, found })
}

fn read_file(
    input: &ProveInput<'_>,
    folder: &BatchFolder,
    (table, file): (TableId, &BatchFile),
    mut take: impl FnMut(&ImportRow) -> Result<(), ProveError>,
) -> Result<(FileCount, FileRead), ProveError> {
    let contract = input.plan.contract();
    let failed = || ProveError::output(folder.folder().join(&file.name));
    let mut digest = RowsDigest::new(&contract.table(table).key);
    let mut taken = Ok(());
    let read = folder.each_row(contract, file, |_, row| {
        if taken.is_ok() {
            taken = take(row);
        }
        digest.take(row);
        Ok(())
    });
    taken?;
    let read = read.map_err(failed())?;
    let (rows, hash) = digest.finish();
    let sha256 = match hash {
        Some(hash) => hash,
        None => hash_unsorted(&contract.table(table).key, all_rows(input, folder, file)?),
    };
    Ok((FileCount { table, batch: folder.number, rows, sha256 }, read))
}

fn all_rows(
    input: &ProveInput<'_>,
    folder: &BatchFolder,
    file: &BatchFile,
) -> Result<Vec<ImportRow>, ProveError> {
    let mut rows = Vec::new();
    let read = folder.each_row(input.plan.contract(), file, |_, row| {
        rows.push(row.clone());
        Ok(())
    });
    read.map_err(ProveError::output(folder.folder().join(&file.name)))?;
    Ok(rows)
}
