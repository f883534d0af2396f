//! Which rows on disk a record gave.

use crate::reconcile::recompute::Expected;
use crate::reconcile::{RowId, TargetSide};
use crate::target::contract::Contract;

/// The rows on disk that each record of a case file gave, by the rule of its entity's plan.
#[derive(Clone, Debug, Default)]
pub struct Links {
    rows: Vec<Vec<(usize, RowId)>>,
}

impl Links {
    /// Finds the rows that so many records ought to give, by their keys; of several with one key, an equal one.
    pub fn new(contract: &Contract, side: &TargetSide, records: usize, expected: &Expected) -> Self {
        let mut links = Self { rows: vec![Vec::new(); records] };
        let mut found = Vec::with_capacity(expected.rows.len());
        for row in &expected.rows {
            let key: Vec<_> = contract
                .table(row.row.table)
                .key
                .iter()
                .map(|column| row.row.cells[usize::from(column.0)].as_deref())
                .collect();
            let equal =
                |found: &RowId| side.row(*found).cells().eq(row.row.cells.iter().map(Option::as_deref));
            let mut rows = side.find_key(contract, row.row.table, &key);
            let first = rows.next();
            let own = first.filter(equal).or_else(|| rows.find(equal)).or(first);
            if let (Some(rule), Some(own)) = (row.rule, own) {
                links.add(row.place, rule, own);
            }
            found.push(own);
        }
        for (row, place, rule) in &expected.same {
            if let Some(own) = found[*row] {
                links.add(*place, *rule, own);
            }
        }
        links
    }

    /// Says that the record at a place gave a row by a rule.
    pub fn add(&mut self, place: usize, rule: usize, row: RowId) {
        self.rows[place].push((rule, row));
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
