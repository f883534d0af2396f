//! Addresses of one case file that are equal in every column: they are one row, whoever else shares it.

use std::collections::HashMap;

use super::mapped::AddressClaim;
use super::work::Work;
use crate::map::plan::{Compute, Source};
use crate::record::Guid;
use crate::target::contract::{ColumnId, TargetRow};

/// Gives equal addresses one key, the lowest among them; other case files may have one lower still.
pub(super) fn share(work: &mut Work<'_>) {
    let mut groups: HashMap<Vec<Option<String>>, Vec<usize>> = HashMap::new();
    for (place, row) in address_rows(work) {
        groups.entry(without_key(work, place, &work.rows[row].row)).or_default().push(place);
    }
    for places in groups.into_values().filter(|places| places.len() > 1) {
        let Some(key) = places.iter().filter_map(|place| work.case.key_at(*place)).min() else { continue };
        for place in places {
            work.address_keys.insert(place, key);
            put_key(work, place, key);
        }
    }
}

/// The places of records with an address row, and of that row.
fn address_rows(work: &Work<'_>) -> Vec<(usize, usize)> {
    let mut rows = Vec::new();
    for entity in work.case.entities() {
        let Some((rule, _)) = work.prepared.of(entity).address_row else { continue };
        for place in work.case.places(entity) {
            rows.extend(work.row_by_rule(place, rule).map(|row| (place, row)));
        }
    }
    rows
}

/// The cells of an address row but its key.
fn without_key(work: &Work<'_>, place: usize, row: &TargetRow) -> Vec<Option<String>> {
    let mut cells = row.cells.clone();
    if let Some((_, key)) = work.prepared.of(work.record(place).entity()).address_row {
        cells[usize::from(key.0)] = None;
    }
    cells
}

/// Writes the key into every row of the record that names its address.
fn put_key(work: &mut Work<'_>, place: usize, key: Guid) {
    for row in work.rows_by_record[place].clone() {
        for column in key_columns(work, row) {
            work.rows[row].row.cells[usize::from(column.0)] = Some(key.text());
        }
    }
}

/// The columns of a row that hold the key of a shared address.
pub(super) fn key_columns(work: &Work<'_>, row: usize) -> Vec<ColumnId> {
    let Some((_, rule)) = work.rule_of(&work.rows[row]) else { return Vec::new() };
    let named = |source: &Source| *source == Source::Compute(Compute::AddressKey);
    let columns = (0_u16..).map(ColumnId).zip(&rule.cells);
    let holding = columns.filter(|(_, cell)| cell.branches.iter().any(|branch| named(&branch.source)));
    holding.map(|(column, _)| column).collect()
}

/// The case file's own key of a record's address.
pub(super) fn own_key(work: &Work<'_>, place: usize) -> Option<Guid> {
    work.address_keys.get(&place).copied().or_else(|| work.case.key_at(place))
}

/// The addresses of a case file, for the keys that they share with others.
pub(super) fn claims(work: &Work<'_>) -> Vec<AddressClaim> {
    let mut claims: Vec<AddressClaim> = Vec::new();
    let mut by_key: HashMap<Guid, usize> = HashMap::new();
    for (place, row) in address_rows(work) {
        let Some(address) = own_key(work, place).filter(|_| work.verdicts[place].open()) else { continue };
        let at = *by_key.entry(address).or_insert_with(|| {
            let cells = without_key(work, place, &work.rows[row].row);
            claims.push(AddressClaim { address, cells, records: Vec::new() });
            claims.len() - 1
        });
        claims[at].records.push(work.record_place(place));
    }
    claims
}
