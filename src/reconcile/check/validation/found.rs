//! Where a row was found.

use crate::reconcile::check::Check;
use crate::reconcile::reader::ImportRow;
use crate::reconcile::{Difference, row_name};
use crate::target::contract::{ColumnId, Contract, TableId};

/// Where a row was found, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::reconcile::check) struct Found {
    /// The table.
    pub(in crate::reconcile::check) table: TableId,
    /// The physical line.
    pub(in crate::reconcile::check) line: u64,
    /// What lists call the row.
    pub(in crate::reconcile::check) name: String,
}

impl Found {
    /// Where a row of a table stands.
    pub(in crate::reconcile::check) fn new(contract: &Contract, table: TableId, row: &ImportRow) -> Self {
        let name = row_name(contract.table(table), |column| row.get(column));
        Self { table, line: row.line, name }
    }

    /// A difference at the row, in the file of its table at `path`.
    pub(in crate::reconcile::check) fn difference(
        &self,
        contract: &Contract,
        path: String,
        check: &Check,
        column: Option<ColumnId>,
    ) -> Difference {
        let table = contract.table(self.table);
        Difference {
            table: table.name.clone(),
            legacy_id: self.name.clone(),
            field: column.map(|column| table.columns[usize::from(column.0)].name.clone()).unwrap_or_default(),
            file: path,
            line: self.line,
            ..Difference::new(check.id)
        }
    }
}
