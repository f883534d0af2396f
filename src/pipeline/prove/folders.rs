//! The batch folders, and who was written in which.

use std::collections::BTreeSet;

use super::{ProveError, ProveInput};
use crate::map::plan::{Plan, Source, Step};
use crate::pipeline::parallel::in_parallel;
use crate::pipeline::world::PersonIndex;
use crate::reconcile::FoldedWork;
use crate::reconcile::reader::{BatchFile, BatchFolder, CrossReferenceFile, ImportFile};
use crate::record::Guid;
use crate::target::contract::{ColumnId, TableId};

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
    /// Folders that were made of another drop.
    pub(super) elsewhere: Vec<BatchFolder>,
    /// For each surviving person, by position, the place in `all` of the folder with their row.
    written_in: Vec<u32>,
    /// What their cross-references say of copies that became one piece of work.
    pub(super) folded: FoldedWork,
}

impl Folders {
    /// Lists the folders and reads who was written in which.
    pub(super) fn open(input: &ProveInput<'_>) -> Result<Self, ProveError> {
        let contract = input.plan.contract();
        let failed = || ProveError::output(input.output.join("data").join("batches"));
        let mut folders = Self {
            all: Vec::new(),
            elsewhere: Vec::new(),
            written_in: vec![NOWHERE; input.people().surviving().len()],
            folded: FoldedWork::default(),
        };
        let numbers = BatchFolder::numbers(input.output).map_err(failed())?;
        let opened = in_parallel(input.threads, &numbers, |number| {
            let folder = BatchFolder::open(input.output, number, contract).map_err(failed())?;
            let people = input.reads_run(folder.run()).then(|| people_in(input, &folder)).transpose()?;
            Ok::<_, ProveError>((folder, people))
        })?;
        for (folder, people) in opened {
            match people {
                Some(people) => folders.take(input, folder, &people)?,
                None => folders.elsewhere.push(folder),
            }
        }
        Ok(folders)
    }

    /// Takes a folder, in which these people were written.
    fn take(
        &mut self,
        input: &ProveInput<'_>,
        folder: BatchFolder,
        people: &[PersonIndex],
    ) -> Result<(), ProveError> {
        let place = u32::try_from(self.all.len()).unwrap_or(NOWHERE);
        let mut batches = BTreeSet::new();
        for person in people {
            batches.insert(input.part_of(*person));
            let written = &mut self.written_in[input.people().position(*person) as usize];
            *written = (*written).min(place);
        }
        if input.plan.policy().folds_siblings() {
            folded_in(input, &folder, &mut self.folded)?;
        }
        let holds = holds(input, &folder, &batches);
        self.all.push((folder, holds));
        Ok(())
    }

    /// The folder with the row of the person at a position.
    pub(super) fn of_person(&self, position: u32) -> Option<&BatchFolder> {
        let place = *self.written_in.get(position as usize)?;
        self.all.get(place as usize).map(|(folder, _)| folder)
    }

    /// The numbers of the runs' last batches: they have rows of people and none that says who they are.
    pub(super) fn last(&self, plan: &Plan) -> BTreeSet<u32> {
        let people = person_key(plan).map(|(table, _)| table);
        let without_people =
            |folder: &BatchFolder| people.is_none_or(|table| folder.file_of(table).is_none());
        let several = self.holding(Holds::Several).filter(|folder| without_people(folder));
        several.map(|folder| folder.number).collect()
    }

    /// The folders that hold something of this kind.
    pub(super) fn holding(&self, holds: Holds) -> impl Iterator<Item = &BatchFolder> {
        self.all.iter().filter(move |(_, own)| *own == holds).map(|(folder, _)| folder)
    }
}

/// The people whose rows a folder has, in the order of the rows.
fn people_in(input: &ProveInput<'_>, folder: &BatchFolder) -> Result<Vec<PersonIndex>, ProveError> {
    let found =
        person_key(input.plan).and_then(|(table, column)| Some((folder.file_of(table)?, table, column)));
    let Some((file, table, column)) = found else { return Ok(Vec::new()) };
    let path = folder.folder().join(&file.name);
    let failed = || ProveError::output(&path);
    let mut rows = ImportFile::open(&path, input.plan.contract().table(table)).map_err(failed())?;
    let mut people = Vec::new();
    while let Some(row) = rows.read_row().map_err(failed())? {
        let key = row.get(column).and_then(|key| Guid::parse(key).ok());
        people.extend(key.and_then(|key| input.survivor(key)));
    }
    Ok(people)
}

/// What a folder with people of these batches of the export holds.
fn holds(input: &ProveInput<'_>, folder: &BatchFolder, batches: &BTreeSet<u32>) -> Holds {
    let shared = |file: &BatchFile| file.table.is_some_and(|table| input.plan.contract().table(table).shared);
    match batches.first() {
        Some(batch) if batches.len() == 1 => Holds::Batch(*batch),
        None if folder.files.iter().all(shared) => Holds::Shared,
        Some(_) | None => Holds::Several,
    }
}

/// Reads which copies stand under the key of another: lines about such records that name another record's main row. What else
/// is in the file is judged with the records.
fn folded_in(input: &ProveInput<'_>, folder: &BatchFolder, work: &mut FoldedWork) -> Result<(), ProveError> {
    let path = folder.folder().join("xref.csv");
    if !path.exists() {
        return Ok(());
    }
    let failed = || ProveError::output(&path);
    let (dictionary, contract) = (input.plan.dictionary(), input.plan.contract());
    let mut file = CrossReferenceFile::open(folder.folder()).map_err(failed())?;
    while let Some(line) = file.next_line().map_err(failed())? {
        let plan = dictionary.find(line.source_entity).and_then(|entity| input.plan.entity(entity));
        let Some(plan) = plan.filter(|plan| plan.siblings.is_some()) else { continue };
        let main = plan.rows.iter().find(|row| row.main).map(|row| row.table);
        let keys = (Guid::parse(line.source_id), Guid::parse(line.legacy_id));
        if let (Ok(copy), Ok(lead)) = keys
            && copy != lead
            && main == contract.find(line.target_table)
        {
            work.add(copy, lead);
        }
    }
    Ok(())
}

/// The table of people and its column with the person's key.
pub(in crate::pipeline) fn person_key(plan: &Plan) -> Option<(TableId, ColumnId)> {
    let person = plan.entity(plan.model().people.person)?;
    let main = person.rows.iter().find(|row| row.main)?;
    let cells = (0_u16..).map(ColumnId).zip(&main.cells);
    let own = |branch: &crate::map::plan::Branch| {
        branch.source == Source::Field(person.key) && branch.steps == [Step::Guid]
    };
    let column = cells.into_iter().find(|(_, cell)| cell.branches.iter().any(own))?.0;
    Some((main.table, column))
}
