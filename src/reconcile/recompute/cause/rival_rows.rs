//! Rows that have the key of another record's row and say something else.

use super::Weighed;
use crate::map::plan::{Compute, RowPlan};
use crate::reconcile::recompute::file_names::column_that_computes;
use crate::target::contract::{ColumnId, TableId, TargetRow};

impl Weighed<'_, '_> {
    /// Whether a row that the record gives has the key of another one with other cells, or of a sealed one.
    pub(super) fn gives_a_rival_row(&self) -> bool {
        let contract = self.scene.plan.contract();
        let own = self.rows_by_address(self.place);
        let others = self.scene.places(self.entity.entity).iter().filter(|place| **place != self.place);
        let others: Vec<TargetRow> = others.flat_map(|place| self.rows_by_address(*place)).collect();
        let notes = self.rows.all().iter().filter(|row| row.place != self.place).map(|row| &row.row);
        let others: Vec<&TargetRow> = others.iter().chain(notes).collect();
        let has_sealed_key = |own: &TargetRow| self.scene.rest.has_sealed_key(contract, own);
        own.iter().any(has_sealed_key)
            || own.iter().any(|own| {
                let cell = |row: &TargetRow, column: &ColumnId| row.cells[usize::from(column.0)].clone();
                let key = &contract.table(own.table).key;
                others.iter().any(|other| {
                    let same = || key.iter().all(|column| cell(other, column) == cell(own, column));
                    other.table == own.table && other.cells != own.cells && same()
                })
            })
    }

    /// The rows that a record gives, with its address told by what the address says: equal ones have one key, whether or
    /// not the case file is written.
    fn rows_by_address(&self, place: usize) -> Vec<TargetRow> {
        let mut rows = self.rows_at(place);
        let Some(address) = self.address_in(&rows) else { return rows };
        for row in &mut rows {
            for column in self.address_columns(row.table) {
                row.cells[usize::from(column.0)] = Some(address.clone());
            }
        }
        rows
    }

    /// What the address row among these says besides its key; none where there is no such row.
    fn address_in(&self, rows: &[TargetRow]) -> Option<String> {
        let contract = self.scene.plan.contract();
        rows.iter().find_map(|row| {
            let [key] = contract.table(row.table).key[..] else { return None };
            let mut keys = self.address_columns(row.table);
            keys.any(|column| column == key).then(|| {
                let mut cells = row.cells.clone();
                cells[usize::from(key.0)] = None;
                format!("{cells:?}")
            })
        })
    }

    /// The columns of a table that hold the key of an address.
    fn address_columns(&self, table: TableId) -> impl Iterator<Item = ColumnId> {
        let rules = self.entity.rows.iter().filter(move |rule| rule.table == table);
        let is_key = |compute: &Compute| matches!(compute, Compute::AddressKey);
        rules.filter_map(move |rule: &RowPlan| column_that_computes(rule, is_key))
    }
}
