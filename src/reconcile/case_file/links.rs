//! Which rows on disk a record gave.

use std::collections::BTreeSet;

use crate::reconcile::recompute::{Expected, RowKey};
use crate::reconcile::{RowId, TargetSide};
use crate::target::contract::{Contract, TargetRow};

/// The rows on disk that each record of a case file gave, by the rule of its entity's plan.
#[derive(Clone, Debug, Default)]
pub struct Links {
    rows: Vec<Vec<(usize, RowId)>>,
    absorbing: Vec<BTreeSet<RowKey>>,
}

/// The rows on disk that records ought to give: the record's place, the row, and the rule of its entity's plan, which a
/// note that the lines of records make has none of.
pub fn found_rows(
    contract: &Contract,
    side: &TargetSide,
    expected: &Expected,
) -> Vec<(usize, RowId, Option<usize>)> {
    let (mut found, mut rows) = (Vec::with_capacity(expected.rows.len()), Vec::new());
    for row in &expected.rows {
        let own = found_row(contract, side, &row.row);
        rows.extend(own.map(|own| (row.place, own, row.rule)));
        found.push(own);
    }
    let same = expected.same.iter();
    rows.extend(same.filter_map(|(row, place, rule)| Some((*place, found[*row]?, Some(*rule)))));
    rows
}

/// The row on disk with the key of one; of several, an equal one.
fn found_row(contract: &Contract, side: &TargetSide, row: &TargetRow) -> Option<RowId> {
    let key = &contract.table(row.table).key;
    let key: Vec<_> = key.iter().map(|column| row.cells[usize::from(column.0)].as_deref()).collect();
    let equal = |found: &RowId| side.row(*found).cells().eq(row.cells.iter().map(Option::as_deref));
    let mut rows = side.find_key(contract, row.table, &key);
    let first = rows.next();
    first.filter(equal).or_else(|| rows.find(equal)).or(first)
}

impl Links {
    /// Finds the rows that so many records ought to give, by their keys; of several with one key, an equal one.
    /// What absorbs records is taken out of `expected`.
    pub fn new(contract: &Contract, side: &TargetSide, records: usize, expected: &mut Expected) -> Self {
        let absorbing = std::mem::take(&mut expected.absorbing);
        let mut links = Self { rows: vec![Vec::new(); records], absorbing };
        for (place, row, rule) in found_rows(contract, side, expected) {
            if let Some(rule) = rule {
                links.add(place, rule, row);
            }
        }
        links
    }

    /// Says that the record at a place gave a row by a rule.
    pub fn add(&mut self, place: usize, rule: usize, row: RowId) {
        self.rows[place].push((rule, row));
    }

    /// The rows that absorb a record which gives none.
    pub fn absorbing(&self, place: usize) -> Option<&BTreeSet<RowKey>> {
        self.absorbing.get(place)
    }

    /// The rows that a record gave, with their rules.
    pub fn of(&self, place: usize) -> &[(usize, RowId)] {
        &self.rows[place]
    }

    /// The first row that a record gave by a rule.
    pub fn row(&self, place: usize, rule: usize) -> Option<RowId> {
        self.rows(place, rule).next()
    }

    /// The rows that a record gave by a rule.
    pub fn rows(&self, place: usize, rule: usize) -> impl Iterator<Item = RowId> + '_ {
        self.rows[place].iter().filter(move |(own, _)| *own == rule).map(|(_, row)| *row)
    }
}
