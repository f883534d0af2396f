//! The rows of a batch in memory.

use std::collections::BTreeMap;
use std::io;

use super::batch_content::SortedRows;
use super::contract::{Contract, TableId, TargetRow};
use super::packed_rows::{PackedRows, RowView};

/// Rows of any table, in the order in which they come.
#[derive(Clone, Debug, Default)]
pub struct GatheredRows {
    tables: BTreeMap<TableId, PackedRows>,
}

impl GatheredRows {
    /// Takes a row.
    pub fn push(&mut self, row: &TargetRow) {
        let rows = self.tables.entry(row.table).or_insert_with(|| PackedRows::new(row.cells.len()));
        rows.push(row.cells.iter().map(Option::as_deref));
    }

    /// The rows in the order of their import files, none twice.
    pub fn sorted(mut self, contract: &Contract) -> MemoryRows {
        for (table, rows) in &mut self.tables {
            rows.sort(&contract.table(*table).key);
        }
        MemoryRows { tables: self.tables }
    }
}

impl<'r> FromIterator<&'r TargetRow> for GatheredRows {
    fn from_iter<T: IntoIterator<Item = &'r TargetRow>>(rows: T) -> Self {
        let mut gathered = Self::default();
        rows.into_iter().for_each(|row| gathered.push(row));
        gathered
    }
}

/// The rows of all tables in memory, each table in the order of its import file.
#[derive(Clone, Debug, Default)]
pub struct MemoryRows {
    tables: BTreeMap<TableId, PackedRows>,
}

impl MemoryRows {
    /// The rows, table by table.
    pub fn by_table(&self) -> impl Iterator<Item = (TableId, &PackedRows)> {
        self.tables.iter().map(|(table, rows)| (*table, rows))
    }
}

impl SortedRows for MemoryRows {
    fn tables(&self) -> Vec<TableId> {
        self.tables.keys().copied().collect()
    }

    fn each(&self, table: TableId, row: &mut dyn FnMut(RowView<'_>) -> io::Result<()>) -> io::Result<()> {
        self.tables.get(&table).into_iter().flat_map(PackedRows::iter).try_for_each(row)
    }
}
