//! Reads what earlier runs wrote.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::{Earlier, Written};
use crate::ledger::{BatchKind, BatchRow, BatchState};
use crate::map::plan::{Branch, Compute, Owner, Plan, Source};
use crate::pipeline::RunError;
use crate::pipeline::batches::{columns_hash, has_digests, read_shared};
use crate::pipeline::output_folder::OutputFolder;
use crate::reconcile::reader::{BatchFolder, CrossReferenceFile, CrossReferenceLine, ImportFile};
use crate::record::Guid;
use crate::target::contract::{ColumnId, TableId, TargetRow};
use crate::target::{Batch, TargetError, XrefRow};

impl Earlier {
    /// Reads the sealed batches of the runs before `run`, to write what they lack.
    ///
    /// A batch that is not as it was sealed is an error: nothing may be added to what somebody changed.
    pub(crate) fn read(folder: &OutputFolder, plan: &Plan, run: u32) -> Result<Self, RunError> {
        let mut earlier = Self { run, ..Self::none() };
        for batch in sealed_batches(folder)? {
            let found = sealed(&folder.path, &batch)?;
            if found < run {
                earlier.batch(&folder.path, plan, &batch, found)?;
            }
        }
        Ok(earlier)
    }

    /// Reads the sealed batches of all runs as they stand, to prove them.
    ///
    /// What somebody changed is told by the proof, and a batch that cannot be read has nothing in it.
    pub(crate) fn found(folder: &OutputFolder, plan: &Plan) -> Result<Self, RunError> {
        let mut earlier = Self { run: u32::MAX, ..Self::none() };
        for batch in sealed_batches(folder)? {
            if let Some(found) = Batch::found(&folder.path, batch.number) {
                match earlier.batch(&folder.path, plan, &batch, found.manifest().run) {
                    Ok(()) | Err(RunError::Target(TargetError::Io { .. }) | RunError::Changed { .. }) => {}
                    Err(other) => return Err(other),
                }
            }
        }
        Ok(earlier)
    }

    fn batch(&mut self, out: &Path, plan: &Plan, batch: &BatchRow, run: u32) -> Result<(), RunError> {
        self.runs.insert(run);
        self.next_batch = self.next_batch.max(batch.number + 1);
        let unreadable = |source| TargetError::Io { path: out.to_path_buf(), source };
        let folder = BatchFolder::open(out, batch.number, plan.contract()).map_err(unreadable)?;
        let read = match batch.kind {
            BatchKind::CaseFiles => {
                self.case_file_batches.insert(batch.number);
                self.people(plan, &folder, Written { batch: batch.number, run })
            }
            BatchKind::Shared => self.shared(plan, &folder, run),
            BatchKind::Last => self.last(plan, &folder, run),
        };
        read.map_err(unreadable)?;
        if batch.kind == BatchKind::Shared && has_digests(out, batch.number) {
            for (entity, key) in read_shared(out, batch.number)? {
                self.shared.add_record(&entity, key, run);
            }
        } else if batch.kind == BatchKind::Shared {
            self.shared.add_nameless();
        }
        Ok(())
    }

    fn people(&mut self, plan: &Plan, folder: &BatchFolder, written: Written) -> io::Result<()> {
        let person = &plan.dictionary().entity(plan.model().people.person).name;
        self.take_numbers(plan, folder)?;
        let cloned = cloned_tables(plan);
        each_line(folder, |line| {
            if cloned.contains(&(line.source_entity, line.target_table))
                && let (Ok(own), Ok(lead)) = (Guid::parse(line.source_id), Guid::parse(line.legacy_id))
                && own != lead
            {
                self.folds.extend([(own, lead)]);
            }
            // Whoever was merged into somebody is named by no row.
            if line.source_entity == *person
                && line.legacy_id == line.source_id
                && let Ok(key) = Guid::parse(line.source_id)
            {
                self.people.insert(key, written);
            }
        })
    }

    /// The numbers of people, as their own rows have them: who was merged has none there.
    fn take_numbers(&mut self, plan: &Plan, folder: &BatchFolder) -> io::Result<()> {
        let Some((table, key, number)) = person_columns(plan) else { return Ok(()) };
        each_row(plan, folder, table, |row| {
            let text = |column: ColumnId| row.cells[usize::from(column.0)].as_deref();
            let key = text(key).and_then(|key| Guid::parse(key).ok());
            let number = text(number).and_then(|number| number.parse().ok());
            self.numbers.extend(key.zip(number));
        })
    }

    fn shared(&mut self, plan: &Plan, folder: &BatchFolder, run: u32) -> io::Result<()> {
        self.has_shared = true;
        for file in &folder.files {
            let Some(table) = file.table else { continue };
            each_row(plan, folder, table, |row| self.shared.add(plan.contract(), row, run))?;
        }
        each_line(folder, |line| {
            self.shared.add_line(XrefRow {
                source_entity: line.source_entity.to_owned(),
                source_id: line.source_id.to_owned(),
                target_table: line.target_table.to_owned(),
                legacy_id: line.legacy_id.to_owned(),
            });
        })
    }

    fn last(&mut self, plan: &Plan, folder: &BatchFolder, run: u32) -> io::Result<()> {
        self.closed.insert(run);
        self.take_joined(plan, folder, run)?;
        let Some((table, key)) = address_table(plan) else { return Ok(()) };
        each_row(plan, folder, table, |mut row| {
            let own = row.cells[usize::from(key.0)].take();
            if let Some(own) = own.and_then(|own| Guid::parse(&own).ok()) {
                self.addresses.push((columns_hash(&row.cells), run, own));
            }
        })
    }
}

/// The entities whose records may be cloned for several people, by name, each with its main table.
fn cloned_tables(plan: &Plan) -> Vec<(&str, &str)> {
    let cloned = plan.entities().filter(|entity| entity.siblings.is_some());
    let main = cloned.filter_map(|entity| Some((entity, entity.rows.iter().find(|row| row.main)?)));
    let named = |entity| plan.dictionary().entity(entity).name.as_str();
    main.map(|(entity, row)| (named(entity.entity), plan.contract().table(row.table).name.as_str())).collect()
}

/// The table of people, and its columns of keys and of person numbers.
fn person_columns(plan: &Plan) -> Option<(TableId, ColumnId, ColumnId)> {
    let person = plan.entity(plan.model().people.person)?;
    let Owner::CaseFile(number) = person.owner else { return None };
    let main = person.rows.iter().find(|row| row.main)?;
    let column = |field| {
        let cells = (0_u16..).map(ColumnId).zip(&main.cells);
        let is_of = |branch: &Branch| branch.source == Source::Field(field);
        cells.into_iter().find(|(_, cell)| cell.branches.iter().any(is_of)).map(|(column, _)| column)
    };
    Some((main.table, column(person.key)?, column(number)?))
}

/// The runs that sealed batches, as their manifests say.
pub(crate) fn runs_in(folder: &OutputFolder) -> Result<BTreeSet<u32>, RunError> {
    let found = sealed_batches(folder)?.filter_map(|batch| Batch::found(&folder.path, batch.number));
    Ok(found.map(|found| found.manifest().run).collect())
}

fn sealed_batches(folder: &OutputFolder) -> Result<impl Iterator<Item = BatchRow>, RunError> {
    Ok(folder.ledger.batches()?.into_iter().filter(|batch| batch.state == BatchState::Sealed))
}

/// The run of a sealed batch, whose manifest must be the one that was sealed.
fn sealed(out: &Path, batch: &BatchRow) -> Result<u32, RunError> {
    let found = Batch::found(out, batch.number);
    let found = found.filter(|found| batch.manifest_sha256.as_deref() == Some(found.manifest_sha256()));
    let found = found.ok_or(RunError::SealedDiffers { number: batch.number })?;
    Ok(found.manifest().run)
}

/// The table whose rows several people may share, and its key.
pub(crate) fn address_table(plan: &Plan) -> Option<(TableId, ColumnId)> {
    let mut rules = plan.entities().flat_map(|entity| &entity.rows);
    rules.find_map(|rule| {
        let [key] = plan.contract().table(rule.table).key[..] else { return None };
        let mut branches = rule.cells[usize::from(key.0)].branches.iter();
        branches
            .any(|branch| branch.source == Source::Compute(Compute::AddressKey))
            .then_some((rule.table, key))
    })
}

pub(super) fn each_line(
    folder: &BatchFolder,
    mut take: impl FnMut(CrossReferenceLine<'_>),
) -> io::Result<()> {
    let mut file = CrossReferenceFile::open(folder.folder())?;
    while let Some(line) = file.next_line()? {
        take(line);
    }
    Ok(())
}

pub(super) fn each_row(
    plan: &Plan,
    folder: &BatchFolder,
    table: TableId,
    mut take: impl FnMut(TargetRow),
) -> io::Result<()> {
    let Some(file) = folder.file_of(table) else { return Ok(()) };
    let path = folder.folder().join(&file.name);
    let mut rows = ImportFile::open(&path, plan.contract().table(table))?;
    while let Some(row) = rows.next_row()? {
        take(TargetRow { table, cells: row.cells().map(|cell| cell.map(str::to_owned)).collect() });
    }
    Ok(())
}
