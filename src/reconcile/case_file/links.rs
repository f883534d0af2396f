//! Which rows on disk a record gave.

use crate::reconcile::RowId;

/// The rows on disk that each record of a case file gave, by the rule of its entity's plan.
#[derive(Clone, Debug, Default)]
pub struct Links {
    rows: Vec<Vec<(usize, RowId)>>,
}

impl Links {
    /// No rows yet for so many records.
    pub fn new(records: usize) -> Self {
        Self { rows: vec![Vec::new(); records] }
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
