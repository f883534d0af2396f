//! Rows of work that several copies became, told apart again: each copy's as if it had been written for itself.

use super::{RowId, TargetSide};
use crate::map::plan::SiblingTables;
use crate::reconcile::evidence::{FoldedWork, with_key};
use crate::record::Guid;
use crate::target::contract::{ColumnId, TableId};

/// More rows than this are not made of one: no family is that large.
const MOST: usize = 4_096;

impl TargetSide {
    /// Adds what each folded copy would have given itself: of every row that names the work under which copies stand, one
    /// row for each of them. A row that tells the work itself must hold for each copy; of one that names somebody or
    /// something else beside the work, one of them does. No row may be looked for before.
    pub fn unfold(&mut self, tables: &SiblingTables, folded: &FoldedWork) {
        if folded.is_empty() {
            return;
        }
        for table in 0..u16::try_from(self.tables.len()).unwrap_or(u16::MAX) {
            let table = TableId(table);
            let columns = tables.columns(table);
            if columns.is_empty() {
                continue;
            }
            for place in 0..self.table(table).len() {
                let row = RowId { table, place: u32::try_from(place).unwrap_or(u32::MAX) };
                let work = tables.tells_the_work(table);
                for keys in self.other_keys(row, columns, folded, work) {
                    self.push_copy(row, columns, &keys, !work);
                }
            }
        }
    }

    /// The keys that may stand in the columns of a row in place of those that do, but these themselves.
    fn other_keys(
        &self,
        row: RowId,
        columns: &[ColumnId],
        folded: &FoldedWork,
        work: bool,
    ) -> Vec<Vec<Option<Guid>>> {
        let cells = columns.iter().map(|column| self.row(row).cell(*column));
        let under: Vec<Option<(Guid, &[Guid])>> =
            cells.map(|cell| cell.and_then(|text| folded.under(text))).collect();
        if work {
            // The work itself has one key, wherever it stands.
            let copies = under.iter().flatten().next().map(|(_, copies)| *copies).unwrap_or_default();
            let of = |copy: &Guid| under.iter().map(|own| own.map(|_| *copy)).collect();
            return copies.iter().map(of).collect();
        }
        let mut readings: Vec<Vec<Option<Guid>>> = vec![Vec::new()];
        for own in &under {
            let mut choices = vec![None];
            choices.extend(own.iter().flat_map(|(_, copies)| copies.iter().copied().map(Some)));
            let longer = |reading: &Vec<Option<Guid>>| {
                let with = |choice: &Option<Guid>| reading.iter().copied().chain([*choice]).collect();
                choices.iter().map(with).collect::<Vec<Vec<_>>>()
            };
            readings = readings.iter().flat_map(longer).take(MOST).collect();
        }
        readings.retain(|reading| reading.iter().any(Option::is_some));
        readings
    }

    fn push_copy(&mut self, row: RowId, columns: &[ColumnId], keys: &[Option<Guid>], loose: bool) {
        let (view, table) = (self.row(row), row.table);
        let (file, line) = (view.file(), view.line());
        let mut cells: Vec<Option<String>> = view.cells().map(|cell| cell.map(str::to_owned)).collect();
        for (column, key) in columns.iter().zip(keys) {
            if let (Some(key), Some(text)) = (key, &mut cells[usize::from(column.0)]) {
                *text = with_key(text, *key);
            }
        }
        let copy = RowId { table, place: u32::try_from(self.table(table).len()).unwrap_or(u32::MAX) };
        self.push(table, file, line, cells.iter().map(Option::as_deref));
        self.originals.insert(copy, row);
        self.copied.entry(row).or_default().push(copy);
        if loose {
            self.loose.insert(copy);
        }
    }

    /// The row on disk: itself, but for one that was made for a copy.
    pub fn original(&self, row: RowId) -> RowId {
        self.originals.get(&row).copied().unwrap_or(row)
    }

    /// A row, and those that were made of it for copies.
    pub fn readings(&self, row: RowId) -> impl Iterator<Item = RowId> + '_ {
        std::iter::once(row).chain(self.copied.get(&row).into_iter().flatten().copied())
    }

    /// Whether a row was made for a copy from one that tells the work itself.
    pub fn is_of_copy(&self, row: RowId) -> bool {
        self.originals.contains_key(&row) && !self.loose.contains(&row)
    }

    /// Whether a row was made from one that names somebody or something else beside the work, so that another reading of
    /// it may be the one that holds.
    pub fn is_loose(&self, row: RowId) -> bool {
        self.loose.contains(&row)
    }

    /// Whether a row on disk, or the one that it was made from, names work that copies stand under.
    pub fn names_copies(&self, row: RowId) -> bool {
        self.copied.contains_key(&self.original(row))
    }
}
