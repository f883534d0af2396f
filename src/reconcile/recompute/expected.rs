//! The rows of a case file, worked out again.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::claims::Refusals;
use super::scene::Scene;
use super::{CaseSource, ExpectedRow, Questions, RestOfDrop, RowKey, TurnedAway};
use crate::map::plan::Plan;
use crate::reconcile::Difference;
use crate::record::{CodeCounts, FieldId, Outcome};
use crate::target::contract::{ColumnId, Contract, TargetRow};

/// The rows that a case file ought to give.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// The rows, equal ones once.
    pub rows: Vec<ExpectedRow>,
    /// Further records that give one of these rows: its place in `rows`, the record's place, the rule.
    pub(in crate::reconcile) same: Vec<(usize, usize, usize)>,
    /// The rows that absorb each record which gives none, in the order of the records.
    pub(in crate::reconcile) absorbing: Vec<BTreeSet<RowKey>>,
    /// What became of each record, in their order, by the lists and by who is written.
    pub outcomes: Vec<Outcome>,
    /// The columns that lead to somebody whom a later run wrote, by the place of the record.
    pub late: Vec<(usize, FieldId)>,
    /// What the policy fills in, lets through or releases.
    pub by_policy: CodeCounts,
    /// Values that could not be written and that no list names, and records that were left out by no rule.
    pub differences: Vec<Difference>,
}

impl Expected {
    /// The rows alone that stand in the last batch of a later run than that of the case file.
    pub fn late_alone(self) -> Self {
        let rows = self.rows.into_iter().filter(|row| row.late).collect();
        Self { rows, ..Self::default() }
    }
}

/// Works out the rows that a written case file ought to give, or the shared records.
pub fn expect(
    plan: &Plan,
    questions: &Questions,
    rest: RestOfDrop<'_>,
    away: &TurnedAway,
    case: CaseSource<'_>,
) -> Expected {
    let scene = Scene::new(plan, questions, rest, away, case);
    let late = super::link_fate::late_links(&scene);
    let scene = scene.with_late(late);
    let mut refusals = Refusals::default();
    let mut rows = super::rows::rows(&scene, &mut refusals);
    super::notes::add(&scene, &mut rows);
    super::file_names::number(plan, &mut rows);
    let absorbing = super::absorbed::absorbing(&scene, &rows);
    let (rows, same) = collapsed(plan.contract(), rows);
    let mut differences = refusals.unlisted(&scene);
    differences.extend(super::founded::unfounded(&scene, &refusals));
    differences.extend(super::exclusions::differences(&scene));
    differences.extend(super::holds::unfounded(&scene));
    let outcomes = scene.standings.iter().map(|standing| standing.outcome()).collect();
    let by_policy = super::cause::by_policy(&scene);
    Expected { rows, same, absorbing, outcomes, late: scene.late, by_policy, differences }
}

/// Equal rows once, and which further records gave each.
fn collapsed(contract: &Contract, rows: Vec<ExpectedRow>) -> (Vec<ExpectedRow>, Vec<(usize, usize, usize)>) {
    let firsts = first_equals(contract, &rows);
    // By place among all rows the place among those that stay.
    let mut kept = vec![0; rows.len()];
    let (mut once, mut same): (Vec<ExpectedRow>, _) = (Vec::with_capacity(rows.len()), Vec::new());
    for ((place, first), row) in firsts.into_iter().enumerate().zip(rows) {
        match row.rule {
            _ if first == place => {
                kept[place] = once.len();
                once.push(row);
            }
            Some(rule) => same.push((kept[first], row.place, rule)),
            None => {}
        }
    }
    (once, same)
}

/// For each row the place of the first that equals it, which may be its own.
fn first_equals<'r>(contract: &'r Contract, rows: &'r [ExpectedRow]) -> Vec<usize> {
    let mut seen: FxHashMap<ByKey<'r>, usize> =
        FxHashMap::with_capacity_and_hasher(rows.len(), FxBuildHasher);
    let by_key = |row: &'r TargetRow| ByKey { row, key: &contract.table(row.table).key };
    let first = |(place, row): (usize, &'r ExpectedRow)| *seen.entry(by_key(&row.row)).or_insert(place);
    rows.iter().enumerate().map(first).collect()
}

/// A row that is hashed by its key alone, which is short; rows are equal only in all cells.
struct ByKey<'r> {
    row: &'r TargetRow,
    key: &'r [ColumnId],
}

impl PartialEq for ByKey<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.row == other.row
    }
}

impl Eq for ByKey<'_> {}

impl Hash for ByKey<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.row.table.hash(state);
        self.key.iter().for_each(|column| self.row.cells[usize::from(column.0)].hash(state));
    }
}
