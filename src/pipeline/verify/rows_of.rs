//! The rows that stand with one case file in the import files.

use std::collections::BTreeSet;
use std::path::Path;

use super::digest_list::DigestLists;
use super::one::{naming_people, person};
use crate::map::plan::Plan;
use crate::pipeline::RunError;
use crate::reconcile::reader::{BatchFolder, ImportRow};
use crate::target::TargetError;
use crate::target::contract::{ColumnId, TableId};

/// The rows that stand with one case file in the import files, by file and line: those that name its person, and those that
/// point at one of these. What somebody moved there from another case file is among them.
#[derive(Debug, Default)]
pub(super) struct RowsOf {
    rows: BTreeSet<(String, u64)>,
}

impl RowsOf {
    /// Finds them in every batch; none of a case file that was not written.
    pub(super) fn read(
        output: &Path,
        plan: &Plan,
        lists: &DigestLists,
        number: u64,
    ) -> Result<Self, RunError> {
        let mut own = Self::default();
        let batch = lists.case_file(number).and_then(|entry| entry.batch);
        let Some(batch) = batch else { return Ok(own) };
        let Some(person) = person(output, plan, (number, batch))? else { return Ok(own) };
        let failed = || TargetError::at(output);
        let mut reading = Reading { plan, person, keys: BTreeSet::new(), own: &mut own };
        for number in BatchFolder::numbers(output).map_err(failed())? {
            reading.batch(&BatchFolder::open(output, number, plan.contract()).map_err(failed())?, output)?;
        }
        Ok(own)
    }

    /// Whether a row stands with the case file.
    pub(super) fn has(&self, file: &str, line: u64) -> bool {
        line > 0 && self.rows.contains(&(file.to_owned(), line))
    }
}

struct Reading<'a> {
    plan: &'a Plan,
    person: String,
    /// Cells by which other rows can point at a row that was found.
    keys: BTreeSet<(TableId, ColumnId, String)>,
    own: &'a mut RowsOf,
}

impl Reading<'_> {
    /// Reads a batch until it gives nothing more: a row can point at one of a table that comes after its own.
    fn batch(&mut self, folder: &BatchFolder, output: &Path) -> Result<(), RunError> {
        let contract = self.plan.contract();
        loop {
            let before = self.own.rows.len();
            for file in &folder.files {
                let Some(table) = file.table.filter(|table| !contract.table(*table).shared) else { continue };
                let people = naming_people(contract, contract.table(table), self.plan);
                let read = folder.each_row(contract, file, |table, row| {
                    if self.is_own(table, &people, row) {
                        self.take(table, row);
                        self.own.rows.insert((file.path.clone(), row.line));
                    }
                    Ok(())
                });
                read.map_err(TargetError::at(output))?;
            }
            if self.own.rows.len() == before {
                return Ok(());
            }
        }
    }

    fn is_own(&self, table: TableId, people: &[ColumnId], row: &ImportRow) -> bool {
        let names = |column: &ColumnId| row.get(*column) == Some(&self.person);
        people.iter().any(names) || self.points_at_own(table, row)
    }

    fn points_at_own(&self, table: TableId, row: &ImportRow) -> bool {
        let columns = (0_u16..).map(ColumnId).zip(&self.plan.contract().table(table).columns);
        columns.filter_map(|(column, own)| Some((own, row.get(column)?))).any(|(own, cell)| {
            let pointed = |table, column| self.keys.contains(&(table, column, cell.to_owned()));
            own.references.iter().any(|reference| pointed(reference.table, reference.column))
        })
    }

    fn take(&mut self, table: TableId, row: &ImportRow) {
        for column in &self.plan.contract().table(table).key {
            if let Some(cell) = row.get(*column) {
                self.keys.insert((table, *column, cell.to_owned()));
            }
        }
    }
}
