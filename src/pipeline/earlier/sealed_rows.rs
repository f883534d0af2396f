//! Rows that stand in sealed batches and must not be written again.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::record::Guid;
use crate::target::XrefRow;
use crate::target::contract::{ColumnId, Contract, TableId, TargetRow};

/// A row, or what tells it from others.
type Cells = Vec<Option<String>>;

/// Rows that stand in sealed batches and must not be written again. Kept in memory: shared records are few.
#[derive(Debug, Default)]
pub(crate) struct SealedRows {
    rows: HashMap<(TableId, Cells), Cells>,
    xref: HashSet<XrefRow>,
    /// The run that wrote the record with this key, or rows with it.
    runs: HashMap<Guid, u32>,
    /// The records that gave them, by entity and key.
    records: BTreeSet<(String, Guid)>,
    /// Whether it is not known of every row which record gave it.
    nameless: bool,
}

impl SealedRows {
    /// Takes a row.
    pub(super) fn add(&mut self, contract: &Contract, row: TargetRow, run: u32) {
        let own = key(contract, &row);
        for guid in own.iter().flatten().filter_map(|text| Guid::parse(text.get(..36)?).ok()) {
            self.runs.entry(guid).or_insert(run);
        }
        self.rows.insert((row.table, key(contract, &row)), row.cells);
    }

    /// Takes a record that gave rows, whether or not their keys tell.
    pub(super) fn add_record(&mut self, entity: &str, key: Guid, run: u32) {
        self.runs.entry(key).or_insert(run);
        self.records.insert((entity.to_owned(), key));
    }

    /// Takes a line of the cross-reference.
    pub(super) fn add_line(&mut self, line: XrefRow) {
        // Of batches without digests, these alone tell which records there were.
        if let Ok(key) = Guid::parse(&line.source_id) {
            self.records.insert((line.source_entity.clone(), key));
        }
        self.xref.insert(line);
    }

    /// The row of the same key that stands there.
    pub(crate) fn row_like(&self, contract: &Contract, row: &TargetRow) -> Option<TargetRow> {
        let cells = self.rows.get(&(row.table, key(contract, row)))?;
        Some(TargetRow { table: row.table, cells: cells.clone() })
    }

    /// Notes that a batch has no digests, as an early version of this program left it: whose each of its rows is, not every key tells.
    pub(super) fn add_nameless(&mut self) {
        self.nameless = true;
    }

    /// Whether a row of the same key stands there; not where nobody knows whose.
    pub(crate) fn has_sealed_key(&self, contract: &Contract, row: &TargetRow) -> bool {
        !self.nameless && self.rows.contains_key(&(row.table, key(contract, row)))
    }

    /// What the rows of a table have in a column.
    pub(crate) fn values(&self, table: TableId, column: ColumnId) -> impl Iterator<Item = &str> {
        let own = self.rows.iter().filter(move |((of, _), _)| *of == table);
        own.filter_map(move |(_, cells)| cells[usize::from(column.0)].as_deref())
    }

    /// The run that wrote rows of a record, as far as it is known.
    pub(crate) fn run_of(&self, key: Guid) -> Option<u32> {
        self.runs.get(&key).copied()
    }

    /// The records that gave rows, by entity and key, as far as they are known.
    pub(crate) fn records(&self) -> impl Iterator<Item = (&str, Guid)> {
        self.records.iter().map(|(entity, key)| (entity.as_str(), *key))
    }

    /// Whether a line of the cross-reference stands there.
    pub(crate) fn has_line(&self, line: &XrefRow) -> bool {
        self.xref.contains(line)
    }
}

fn key(contract: &Contract, row: &TargetRow) -> Cells {
    contract.table(row.table).key.iter().map(|column| row.cells[usize::from(column.0)].clone()).collect()
}
