//! The rows of a batch, read back from disk.

use std::cell::{Cell, OnceCell};

use rustc_hash::{FxHashMap, FxHashSet};

use super::row_index::RowIndex;
use super::{FileNo, TableRows, TargetFile, TargetRowView};
use crate::target::contract::{ColumnId, Contract, TableId};

/// A row of a [`TargetSide`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId {
    /// The table.
    pub table: TableId,
    /// Its place among the rows of the table.
    pub place: u32,
}

/// The rows that belong to the people of one batch, or the shared rows, as they were read back: of their own batch
/// folders, and those of the run's last batch that are theirs. Every part of the proof marks the rows it accounts for;
/// what nobody has claimed at the end is an unexpected row.
#[derive(Debug, Default)]
pub struct TargetSide {
    files: Vec<TargetFile>,
    pub(super) tables: Vec<TableRows>,
    indexes: Vec<Vec<OnceCell<RowIndex>>>,
    keys: Vec<OnceCell<RowIndex>>,
    claims: Vec<Vec<Cell<bool>>>,
    /// For each row that was made for a folded copy, the row on disk.
    pub(super) originals: FxHashMap<RowId, RowId>,
    /// The rows on disk that others were made from, with these.
    pub(super) copied: FxHashMap<RowId, Vec<RowId>>,
    /// Rows made for copies of which not each has to hold.
    pub(super) loose: FxHashSet<RowId>,
}

impl TargetSide {
    /// No rows yet.
    pub fn new(contract: &Contract) -> Self {
        let widths: Vec<usize> = contract.tables().iter().map(|table| table.columns.len()).collect();
        Self {
            files: Vec::new(),
            tables: widths.iter().map(|width| TableRows::new(*width)).collect(),
            indexes: widths.iter().map(|width| (0..*width).map(|_| OnceCell::new()).collect()).collect(),
            keys: widths.iter().map(|_| OnceCell::new()).collect(),
            claims: widths.iter().map(|_| Vec::new()).collect(),
            ..Self::default()
        }
    }

    /// Names a file whose rows follow.
    pub fn add_file(&mut self, file: TargetFile) -> FileNo {
        self.files.push(file);
        FileNo(u16::try_from(self.files.len() - 1).unwrap_or(u16::MAX))
    }

    /// Takes a row; no row may be looked for before the last is taken.
    pub fn push<'a>(
        &mut self,
        table: TableId,
        file: FileNo,
        line: u64,
        cells: impl IntoIterator<Item = Option<&'a str>>,
    ) {
        self.tables[usize::from(table.0)].push(file, line, cells);
        self.claims[usize::from(table.0)].push(Cell::new(false));
    }

    /// The file of a number.
    pub fn file(&self, file: FileNo) -> &TargetFile {
        &self.files[usize::from(file.0)]
    }

    /// All files that rows were read from.
    pub fn files(&self) -> &[TargetFile] {
        &self.files
    }

    /// The rows of a table.
    pub fn table(&self, table: TableId) -> &TableRows {
        &self.tables[usize::from(table.0)]
    }

    /// A row.
    pub fn row(&self, row: RowId) -> TargetRowView<'_> {
        self.table(row.table).row(row.place as usize)
    }

    /// The rows in which a column has this text, in the order in which they were read. The first question about a
    /// column makes its index; every further one takes the same short time.
    pub fn find(
        &self,
        table: TableId,
        column: ColumnId,
        text: &str,
    ) -> impl Iterator<Item = RowId> + use<'_> {
        let rows = self.table(table);
        let cell = &self.indexes[usize::from(table.0)][usize::from(column.0)];
        let index = cell.get_or_init(|| RowIndex::new(rows, &[column]));
        let first = index.first(rows, &[Some(text)]);
        std::iter::successors(first, |place| index.after(*place)).map(move |place| row_id(table, place))
    }

    /// The rows whose key is these texts, null for a part that is null, in the order in which they were read.
    pub fn find_key(
        &self,
        contract: &Contract,
        table: TableId,
        key: &[Option<&str>],
    ) -> impl Iterator<Item = RowId> + use<'_> {
        let rows = self.table(table);
        let index =
            self.keys[usize::from(table.0)].get_or_init(|| RowIndex::new(rows, &contract.table(table).key));
        let first = index.first(rows, key);
        std::iter::successors(first, |place| index.after(*place)).map(move |place| row_id(table, place))
    }

    /// The key cells of a row joined by slashes, null as nothing: how lists name a row.
    pub fn key_of(&self, contract: &Contract, row: RowId) -> String {
        let view = self.row(row);
        let cells = contract.table(row.table).key.iter().map(|column| view.cell(*column).unwrap_or_default());
        cells.collect::<Vec<_>>().join("/")
    }

    /// Whether the key cells of a row, joined by slashes, are this name.
    pub fn is_called(&self, contract: &Contract, row: RowId, name: &str) -> bool {
        let (view, key) = (self.row(row), &contract.table(row.table).key);
        let rest = key.iter().enumerate().try_fold(name, |rest, (place, column)| {
            let rest = if place == 0 { rest } else { rest.strip_prefix('/')? };
            rest.strip_prefix(view.cell(*column).unwrap_or_default())
        });
        rest == Some("")
    }

    /// Marks a row as accounted for; whether it was marked before.
    pub fn claim(&self, row: RowId) -> bool {
        self.claims[usize::from(row.table.0)][row.place as usize].replace(true)
    }

    /// Whether a row is accounted for.
    pub fn is_claimed(&self, row: RowId) -> bool {
        self.claims[usize::from(row.table.0)][row.place as usize].get()
    }

    /// The rows that nobody has accounted for, by table and in the order in which they were read.
    pub fn unclaimed(&self) -> impl Iterator<Item = RowId> + '_ {
        (0_u16..).map(TableId).zip(&self.claims).flat_map(|(table, claims)| {
            let open = claims.iter().enumerate().filter(|(_, claim)| !claim.get());
            open.map(move |(place, _)| row_id(table, place))
        })
    }
}

fn row_id(table: TableId, place: usize) -> RowId {
    RowId { table, place: u32::try_from(place).unwrap_or(u32::MAX) }
}
