//! The rows worked out held against the rows read back.

use rustc_hash::FxHashSet;

use super::address_keys::is_address;
use super::{ColumnCounts, Expected, ExpectedRow, RestOfDrop};
use crate::map::plan::Plan;
use crate::reconcile::check::{CELL, MISSING_ROW, ROW_DUPLICATED, ROW_IN_ITS_BATCH, UNEXPECTED_ROW};
use crate::reconcile::partition::hash_of;
use crate::reconcile::{Difference, Mismatch, MismatchColumn, RowId, TargetSide, row_name};
use crate::record::Guid;
use crate::target::contract::{ColumnId, TableId};

/// The rows of one part of the output while they are held against what the export gives. Rows are told apart by their
/// key; of rows with one key, an equal one is taken first.
#[derive(Debug)]
pub struct Comparison<'s> {
    plan: &'s Plan,
    side: &'s TargetSide,
    accounted: Vec<Vec<bool>>,
    missing: Vec<(Option<u64>, ExpectedRow)>,
    /// Rows on disk of which a reading for a folded copy holds.
    reached: FxHashSet<RowId>,
    found: Compared,
}

/// What comparing rows found.
#[derive(Debug, Default)]
pub struct Compared {
    /// Cells that differ, by column.
    pub counts: ColumnCounts,
    /// Cells that differ, by what they ought to hold and what they hold.
    pub mismatches: Vec<Mismatch>,
    /// What differs.
    pub differences: Vec<Difference>,
}

/// More pairs than this are not looked through for rows whose key was changed: a whole file is missing or foreign.
const MOST_PAIRS: usize = 1_000_000;

impl<'s> Comparison<'s> {
    /// Starts on the rows of one batch with those of the last batch that are its people's, or on the shared rows.
    pub fn new(plan: &'s Plan, side: &'s TargetSide) -> Self {
        let tables = (0_u16..).map(TableId).take(plan.contract().tables().len());
        let accounted = tables.map(|table| vec![false; side.table(table).len()]).collect();
        Self {
            plan,
            side,
            accounted,
            missing: Vec::new(),
            reached: FxHashSet::default(),
            found: Compared::default(),
        }
    }

    /// Holds the rows of one case file against the rows read back; `batch` is the one that it was written in.
    pub fn case_file(&mut self, number: Option<u64>, batch: u32, expected: Expected) {
        for row in &expected.rows {
            self.row(number, batch, row);
        }
        self.found.differences.extend(expected.differences);
    }

    /// Rows that nothing accounts for become differences, as do rows that are not there; one of each that differ in
    /// their key alone are one row with a changed key. What was found is handed over.
    pub fn finish(mut self, rest: RestOfDrop<'_>) -> Compared {
        self.pair_up();
        for (number, expected) in std::mem::take(&mut self.missing) {
            self.report_missing(number, &expected);
        }
        for row in self.open_rows(None) {
            let case_file = self.case_file_of(row, rest);
            self.count_key(row.table);
            let check = if self.has_twin(row) { ROW_DUPLICATED } else { UNEXPECTED_ROW };
            self.found.differences.push(Difference { case_file, ..self.at(check.id, row) });
        }
        self.found
    }

    /// Whether a row that nothing accounts for is the same as one that is accounted for.
    fn has_twin(&self, row: RowId) -> bool {
        let (contract, own) = (self.plan.contract(), self.side.row(row));
        let key: Vec<_> = contract.table(row.table).key.iter().map(|column| own.cell(*column)).collect();
        let mut twins = self.side.find_key(contract, row.table, &key);
        twins.any(|twin| self.is_accounted(twin) && self.side.row(twin).cells().eq(own.cells()))
    }

    /// Takes a row that is there for one that is missing, where only cells of the key tell them apart.
    fn pair_up(&mut self) {
        let mut missing = std::mem::take(&mut self.missing);
        let count = missing.len();
        missing.retain(|(number, expected)| {
            let open = self.open_rows(Some(expected.row.table));
            if open.len() * count > MOST_PAIRS {
                return true;
            }
            let Some(found) = open.into_iter().find(|row| self.is_alike(*row, expected)) else { return true };
            self.accounted[usize::from(found.table.0)][found.place as usize] = true;
            self.cells(*number, expected, found);
            false
        });
        self.missing = missing;
    }

    /// Whether a row differs from an expected one in a single cell, which is of the key.
    fn is_alike(&self, row: RowId, expected: &ExpectedRow) -> bool {
        let found = self.side.row(row);
        let columns = (0_u16..).map(ColumnId).zip(&expected.row.cells);
        let mut different = columns.filter(|(column, cell)| found.cell(*column) != cell.as_deref());
        let key = &self.plan.contract().table(row.table).key;
        different.next().is_some_and(|(column, _)| key.contains(&column)) && different.next().is_none()
    }

    /// The rows that nothing accounts for, of one table or of all.
    fn open_rows(&self, of: Option<TableId>) -> Vec<RowId> {
        let tables =
            (0_u16..).map(TableId).zip(&self.accounted).filter(|(table, _)| of.is_none_or(|of| of == *table));
        let open = tables.flat_map(|(table, accounted)| {
            let places = (0_u32..).zip(accounted).filter(|(_, accounted)| !**accounted);
            places.map(move |(place, _)| RowId { table, place })
        });
        open.filter(|row| !self.side.is_loose(*row) && !self.reached.contains(row)).collect()
    }

    fn row(&mut self, number: Option<u64>, batch: u32, expected: &ExpectedRow) {
        let rows = self.with_key(expected);
        let equal =
            |row: &RowId| self.side.row(*row).cells().eq(expected.row.cells.iter().map(Option::as_deref));
        let shared = is_address(self.plan, expected);
        let free = |row: &RowId| shared || !self.is_accounted(*row);
        let same = rows.iter().copied().filter(free).find(equal);
        let Some(found) = same.or_else(|| rows.iter().copied().find(free)) else {
            self.missing.push((number, expected.clone()));
            return;
        };
        self.accounted[usize::from(found.table.0)][found.place as usize] = true;
        self.side.claim(found);
        if self.side.is_loose(found) {
            self.reached.insert(self.side.original(found));
        }
        if same.is_none() {
            self.cells(number, expected, found);
        }
        let own = self.side.file(self.side.row(found).file()).batch;
        // Shared records are in batches of their own.
        // What a subject of folded work gives as well stands with the first of them.
        let folded = expected.last_batch && self.side.names_copies(found);
        let either = number.is_none() || expected.either_batch || folded;
        if !either && (own == batch) == expected.last_batch {
            let difference = Difference { case_file: number, ..self.at(ROW_IN_ITS_BATCH.id, found) };
            self.found.differences.push(of_record(difference, expected));
        }
    }

    fn with_key(&self, expected: &ExpectedRow) -> Vec<RowId> {
        let contract = self.plan.contract();
        let columns = &contract.table(expected.row.table).key;
        let key: Vec<_> =
            columns.iter().map(|column| expected.row.cells[usize::from(column.0)].as_deref()).collect();
        self.side.find_key(contract, expected.row.table, &key).collect()
    }

    fn is_accounted(&self, row: RowId) -> bool {
        self.accounted[usize::from(row.table.0)][row.place as usize]
    }

    fn cells(&mut self, number: Option<u64>, expected: &ExpectedRow, found: RowId) {
        let columns = (0_u16..).map(ColumnId).zip(&expected.row.cells);
        let row = self.side.row(found);
        let (tables, of_copy) = (self.plan.sibling_tables(), self.side.is_of_copy(found));
        let may_differ = |column: ColumnId| of_copy && tables.may_differ(found.table, column);
        let different =
            columns.filter(|(column, cell)| row.cell(*column) != cell.as_deref() && !may_differ(*column));
        for (column, cell) in different {
            self.found.mismatches.push(Mismatch {
                column: MismatchColumn::Target(found.table, column),
                wanted: hash_of(&cell.as_deref()),
                found: hash_of(&row.cell(column)),
                difference: self.found.differences.len(),
            });
            self.found.counts.add(found.table, column);
            let field = self.plan.contract().table(found.table).columns[usize::from(column.0)].name.clone();
            let difference = Difference { case_file: number, field, ..self.at(CELL.id, found) };
            self.found.differences.push(of_record(difference, expected));
        }
    }

    fn report_missing(&mut self, number: Option<u64>, expected: &ExpectedRow) {
        let table = self.plan.contract().table(expected.row.table);
        self.count_key(expected.row.table);
        let difference = Difference {
            case_file: number,
            table: table.name.clone(),
            legacy_id: row_name(table, |column| expected.row.cells[usize::from(column.0)].as_deref()),
            ..Difference::new(MISSING_ROW.id)
        };
        self.found.differences.push(of_record(difference, expected));
    }

    /// A row too many or too few counts against the columns of its key.
    fn count_key(&mut self, table: TableId) {
        for column in &self.plan.contract().table(table).key {
            self.found.counts.add(table, *column);
        }
    }

    /// A difference at a row on disk.
    fn at(&self, check: &'static str, row: RowId) -> Difference {
        let (table, found) = (self.plan.contract().table(row.table), self.side.row(row));
        Difference {
            table: table.name.clone(),
            legacy_id: row_name(table, |column| found.cell(column)),
            file: self.side.file(found.file()).path.clone(),
            line: found.line(),
            ..Difference::new(check)
        }
    }

    /// The case file that a row on disk speaks of: by a person's key, else by the key of somebody's work.
    fn case_file_of(&self, row: RowId, rest: RestOfDrop<'_>) -> Option<u64> {
        let row = self.side.row(row);
        let keys: Vec<Guid> =
            row.cells().flatten().filter_map(|cell| Guid::parse(cell.get(..36)?).ok()).collect();
        let person = keys
            .iter()
            .find_map(|key| rest.survivor(*key))
            .or_else(|| keys.iter().find_map(|key| rest.worked_on(*key)))?;
        rest.person_number(person)
    }
}

fn of_record(difference: Difference, expected: &ExpectedRow) -> Difference {
    Difference { entity: Some(expected.entity), source_id: expected.source_id.clone(), ..difference }
}
