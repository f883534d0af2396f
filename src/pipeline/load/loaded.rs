//! What a load brought.

use std::collections::BTreeMap;

use crate::load::Added;
use crate::target::contract::{Contract, TableId};

/// The rows of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadedTable {
    /// The table.
    pub table: String,
    /// Rows that were not there.
    pub new: u64,
    /// Rows that were there already, with the same cells.
    pub there: u64,
}

/// What a load brought; every table now holds as many rows as the manifests say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// The tables that have rows, in load order.
    pub tables: Vec<LoadedTable>,
}

impl Loaded {
    pub(super) fn new(contract: &Contract, added: &BTreeMap<TableId, Added>) -> Self {
        let table = |id: TableId| {
            let Added { new, there } = *added.get(&id)?;
            Some(LoadedTable { table: contract.table(id).name.clone(), new, there })
        };
        Self { tables: contract.load_order().into_iter().filter_map(table).collect() }
    }

    /// Rows that were not there, in all tables.
    pub fn new_rows(&self) -> u64 {
        self.tables.iter().map(|table| table.new).sum()
    }

    /// Rows that were there already, in all tables.
    pub fn rows_there(&self) -> u64 {
        self.tables.iter().map(|table| table.there).sum()
    }
}
