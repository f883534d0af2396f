//! Which rows on disk a record gave.

use std::collections::BTreeSet;

use crate::map::plan::Plan;
use crate::reconcile::recompute::{Expected, RowKey};
use crate::reconcile::{FoldedWork, RowId, TargetSide};
use crate::record::{Outcome, SourceRecord};
use crate::target::contract::{Contract, TargetRow};

/// The rows on disk that each record of a case file gave, by the rule of its entity's plan.
#[derive(Clone, Debug, Default)]
pub struct Links {
    rows: Vec<Vec<(usize, RowId)>>,
    absorbing: Vec<BTreeSet<RowKey>>,
    folded: BTreeSet<usize>,
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
    let mut rows = side.find_key(contract, row.table, &key);
    let first = rows.next()?;
    let Some(second) = rows.next() else { return Some(first) };
    let equal = |found: &RowId| side.row(*found).cells().eq(row.cells.iter().map(Option::as_deref));
    [first, second].into_iter().chain(rows).find(equal).or(Some(first))
}

impl Links {
    /// Finds the rows that so many records ought to give, by their keys; of several with one key, an equal one.
    /// What absorbs records is taken out of `expected`.
    pub fn new(contract: &Contract, side: &TargetSide, records: usize, expected: &mut Expected) -> Self {
        let absorbing = std::mem::take(&mut expected.absorbing);
        let mut links = Self { rows: vec![Vec::new(); records], absorbing, folded: BTreeSet::new() };
        for (place, row, rule) in found_rows(contract, side, expected) {
            if let Some(rule) = rule {
                links.add(place, rule, row);
            }
        }
        links
    }

    /// Says of records whose rows are those of the work that a copy stands under that they were merged into these.
    pub fn fold(
        &mut self,
        plan: &Plan,
        (side, folded): (&TargetSide, &FoldedWork),
        records: &[SourceRecord],
        expected: &mut Expected,
    ) {
        if folded.is_empty() {
            return;
        }
        for (place, rows) in self.absorbing.iter_mut().enumerate() {
            *rows = std::mem::take(rows)
                .into_iter()
                .map(|(table, name)| match plan.sibling_tables().columns(table) {
                    [] => (table, name),
                    _ => (table, folded.row_as_written(&name)),
                })
                .collect();
            let Some(entity) = plan.entity(records[place].entity()) else { continue };
            let own = self.rows[place]
                .iter()
                .filter(|(rule, row)| entity.rows[*rule].main && side.is_of_copy(*row));
            let own: BTreeSet<RowKey> =
                own.map(|(_, row)| (row.table, side.key_of(plan.contract(), side.original(*row)))).collect();
            if !own.is_empty() && expected.outcomes[place] == Outcome::Migrated {
                expected.outcomes[place] = Outcome::Merged;
                self.folded.insert(place);
                *rows = own;
            }
        }
    }

    /// Whether the rows of a record are those of the work that a copy stands under.
    pub fn is_folded(&self, place: usize) -> bool {
        self.folded.contains(&place)
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
