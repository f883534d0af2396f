//! The order in which rows can be loaded: what a row refers to is there before it.

use super::{Contract, Table, TableId};

/// The tables in load order. Among tables of one number, those that others refer to come first; else the order of the
/// contract stays.
pub(super) fn load_order(contract: &Contract) -> Vec<TableId> {
    let mut left: Vec<TableId> = (0..contract.tables().len()).filter_map(id).collect();
    let mut ordered = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let ready = left.iter().position(|table| !waits(*table, contract.table(*table), &left));
        // Tables that refer to each other in a circle cannot be ordered; they stay as they stand.
        ordered.push(left.remove(ready.unwrap_or(0)));
    }
    ordered
}

fn id(place: usize) -> Option<TableId> {
    u16::try_from(place).ok().map(TableId)
}

/// Whether a table refers to another that is not placed yet. One of several that a column may refer to counts too.
fn waits(own: TableId, table: &Table, left: &[TableId]) -> bool {
    let mut references = table.columns.iter().flat_map(|column| &column.references);
    references.any(|reference| reference.table != own && left.contains(&reference.table))
}
