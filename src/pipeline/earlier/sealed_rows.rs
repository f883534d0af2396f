//! Rows that stand in sealed batches and must not be written again.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::record::Guid;
use crate::target::XrefRow;
use crate::target::contract::{Contract, TableId, TargetRow};

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
