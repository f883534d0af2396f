//! The batch folders, and who was written in which.

use std::collections::BTreeSet;
use std::path::Path;

use super::target_counts::{FileCount, RowsDigest, hash_unsorted};
use super::{ProveError, ProveInput};
use crate::map::plan::{Plan, Source, Step};
use crate::reconcile::reader::{BatchFile, BatchFolder, Fault, ImportFile, ImportRow};
use crate::record::Guid;
use crate::target::contract::{ColumnId, Table, TableId};

/// Nobody was written anywhere.
const NOWHERE: u32 = u32::MAX;

/// What a batch folder holds, as its rows of people show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// The people of one batch of the export.
    Batch(u32),
    /// Shared records alone.
    Shared,
    /// Rows of several batches' people.
    Several,
}

/// The batch folders of an output folder.
pub(super) struct Folders {
    pub(super) all: Vec<(BatchFolder, Holds)>,
    /// For each surviving person, by position, the place in `all` of the folder with their row.
    written_in: Vec<u32>,
}

impl Folders {
    /// Lists the folders and reads who was written in which.
    pub(super) fn open(input: &ProveInput<'_>) -> Result<Self, ProveError> {
        let contract = input.plan.contract();
        let failed = || ProveError::output(input.output.join("data").join("batches"));
        let mut folders =
            Self { all: Vec::new(), written_in: vec![NOWHERE; input.people().surviving().len()] };
        for number in BatchFolder::numbers(input.output).map_err(failed())? {
            let folder = BatchFolder::open(input.output, number, contract).map_err(failed())?;
            let holds = folders.look(input, &folder)?;
            folders.all.push((folder, holds));
        }
        Ok(folders)
    }

    fn look(&mut self, input: &ProveInput<'_>, folder: &BatchFolder) -> Result<Holds, ProveError> {
        let mut batches = BTreeSet::new();
        let place = u32::try_from(self.all.len()).unwrap_or(NOWHERE);
        if let Some((table, column)) = person_key(input.plan)
            && let Some(file) = folder.file_of(table)
        {
            each_row(input, folder, (table, file), |row| {
                let key = row.get(column).and_then(|key| Guid::parse(key).ok());
                if let Some(person) = key.and_then(|key| input.survivor(key)) {
                    batches.insert(input.batch_of(person));
                    let written = &mut self.written_in[input.people().position(person) as usize];
                    *written = (*written).min(place);
                }
                Ok(())
            })?;
        }
        let shared =
            |file: &BatchFile| file.table.is_some_and(|table| input.plan.contract().table(table).shared);
        Ok(match batches.first() {
            Some(batch) if batches.len() == 1 => Holds::Batch(*batch),
            Some(_) => Holds::Several,
            None if folder.files.iter().all(shared) => Holds::Shared,
            None => Holds::Several,
        })
    }

    /// The folder with the row of the person at a position.
    pub(super) fn of_person(&self, position: u32) -> Option<&BatchFolder> {
        let place = *self.written_in.get(position as usize)?;
        self.all.get(place as usize).map(|(folder, _)| folder)
    }

    /// The folders that hold something of this kind.
    pub(super) fn holding(&self, holds: Holds) -> impl Iterator<Item = &BatchFolder> {
        self.all.iter().filter(move |(_, own)| *own == holds).map(|(folder, _)| folder)
    }
}

/// Hands every row of an import file to `take`, and counts and hashes them.
pub(super) fn each_row(
    input: &ProveInput<'_>,
    folder: &BatchFolder,
    (table, file): (TableId, &BatchFile),
    mut take: impl FnMut(&ImportRow) -> Result<(), ProveError>,
) -> Result<(FileCount, Vec<Fault>), ProveError> {
    let path = folder.folder().join(&file.name);
    let failed = || ProveError::output(&path);
    let contract = input.plan.contract().table(table);
    let mut rows = ImportFile::open(&path, contract).map_err(failed())?;
    let mut digest = RowsDigest::new(&contract.key);
    while let Some(row) = rows.next_row().map_err(failed())? {
        take(&row)?;
        digest.take(row);
    }
    let faults = rows.faults().to_vec();
    let (rows, hash) = digest.finish();
    let sha256 = match hash {
        Some(hash) => hash,
        None => hash_unsorted(&contract.key, all_rows(&path, contract)?),
    };
    Ok((FileCount { table, batch: folder.number, rows, sha256 }, faults))
}

fn all_rows(path: &Path, table: &Table) -> Result<Vec<ImportRow>, ProveError> {
    let failed = || ProveError::output(path);
    let mut file = ImportFile::open(path, table).map_err(failed())?;
    let mut rows = Vec::new();
    while let Some(row) = file.next_row().map_err(failed())? {
        rows.push(row);
    }
    Ok(rows)
}

/// The table of people and its column with the person's key.
pub(super) fn person_key(plan: &Plan) -> Option<(TableId, ColumnId)> {
    let person = plan.entity(plan.model().people.person)?;
    let main = person.rows.iter().find(|row| row.main)?;
    let cells = (0_u16..).map(ColumnId).zip(&main.cells);
    let own = |branch: &crate::map::plan::Branch| {
        branch.source == Source::Field(person.key) && branch.steps == [Step::Guid]
    };
    let column = cells.into_iter().find(|(_, cell)| cell.branches.iter().any(own))?.0;
    Some((main.table, column))
}
