//! What must hold among the written rows, whatever mapping gave them (`mappings/validations.toml`).

mod edges;
mod found;
mod load;
mod numbers;
mod periods;
mod raw;
mod row_rule;
mod rules;
mod words;

use std::path::Path;

pub use edges::ACYCLIC;
pub use numbers::NUMBER_OF_ROWS;
pub use periods::{PERIOD_WITHIN, PERIODS_APART};
pub use row_rule::{
    ALWAYS_FILLED, CELLS_FIT_CODE, CHECK_DIGIT, DAYS_IN_ORDER, NEVER_WRITTEN, NOT_TO_ITSELF, TEXT_WIDTH,
};
pub use rules::{Edges, Naming, Number, Pair, Periods, RowRule, Stored};

pub(in crate::reconcile::check) use edges::{Edge, in_circles};
pub(in crate::reconcile::check) use found::Found;

use numbers::Counted;
use periods::PeriodsOf;

use super::Check;
use crate::reconcile::reader::ImportRow;
use crate::record::Diagnostic;
use crate::target::contract::{ColumnId, Contract, TableId};

/// What must hold among the written rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validations {
    /// What a row has to fulfil by itself, by table.
    pub rows: Vec<Vec<RowRule>>,
    /// Periods that do not overlap.
    pub apart: Vec<Periods>,
    /// Periods that lie within others.
    pub within: Vec<(Periods, Periods)>,
    /// How many rows name each row of another table.
    pub numbers: Vec<Number>,
    /// Pairs that stand in one row at a time.
    pub pairs: Vec<Pair>,
    /// Rows that never lead back.
    pub acyclic: Vec<Edges>,
    /// Rows that stand for files.
    pub stored: Vec<Stored>,
}

impl Validations {
    /// Reads `validations.toml` of a mappings folder; all its mistakes are reported.
    pub fn load(mappings: &Path, contract: &Contract) -> Result<Self, Vec<Diagnostic>> {
        load::load(mappings, contract)
    }
}

/// The rows of one batch, as far as validations look at several at once.
#[derive(Clone, Debug)]
pub(super) struct BatchValidation<'v> {
    validations: &'v Validations,
    apart: Vec<PeriodsOf>,
    within: Vec<(PeriodsOf, PeriodsOf)>,
    numbers: Vec<Counted>,
}

impl<'v> BatchValidation<'v> {
    /// Starts on a batch.
    pub(super) fn new(validations: &'v Validations) -> Self {
        Self {
            validations,
            apart: vec![PeriodsOf::default(); validations.apart.len()],
            within: vec![(PeriodsOf::default(), PeriodsOf::default()); validations.within.len()],
            numbers: vec![Counted::default(); validations.numbers.len()],
        }
    }

    /// Takes a row and tells what it breaks by itself.
    pub(super) fn take(
        &mut self,
        contract: &Contract,
        table: TableId,
        row: &ImportRow,
    ) -> Vec<(&'static Check, ColumnId)> {
        let found = || Found::new(contract, table, row);
        for (rule, periods) in self.validations.apart.iter().zip(&mut self.apart) {
            if rule.table == table {
                periods.take(*rule, row, &found());
            }
        }
        for ((inner, outer), periods) in self.validations.within.iter().zip(&mut self.within) {
            if inner.table == table {
                periods.0.take(*inner, row, &found());
            }
            if outer.table == table {
                periods.1.take(*outer, row, &found());
            }
        }
        for (rule, counted) in self.validations.numbers.iter().zip(&mut self.numbers) {
            counted.take(rule, table, row, found);
        }
        let rules = &self.validations.rows[usize::from(table.0)];
        rules.iter().filter_map(|rule| row_rule::broken(rule, row)).collect()
    }

    /// What is broken among the rows together.
    pub(super) fn finish(mut self) -> Vec<(&'static Check, Found)> {
        let mut broken: Vec<(&'static Check, Found)> = Vec::new();
        for periods in &mut self.apart {
            periods.sort();
            broken.extend(periods.overlapping().into_iter().map(|found| (&PERIODS_APART, found.clone())));
        }
        for (inner, outer) in &mut self.within {
            outer.sort();
            broken.extend(inner.outside(outer).into_iter().map(|found| (&PERIOD_WITHIN, found.clone())));
        }
        for (rule, counted) in self.validations.numbers.iter().zip(&self.numbers) {
            broken.extend(counted.wrong(rule).into_iter().map(|found| (&NUMBER_OF_ROWS, found.clone())));
        }
        broken
    }
}
