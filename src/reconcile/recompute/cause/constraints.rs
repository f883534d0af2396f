//! What the contract demands of rows, broken by what the record gives.

use super::Weighed;
use crate::reconcile::demand;
use crate::record::Reason;
use crate::target::contract::{AmongOf, ColumnId, Constraint, Demand, TableId, TargetRow};

impl Weighed<'_, '_> {
    /// Whether a row of the record breaks a constraint of its table that has the code, at the column of which the claim is.
    pub(super) fn breaks_a_constraint(&self, reason: Reason) -> bool {
        let tables = (0_u16..).map(TableId).zip(self.scene.plan.contract().tables());
        let constraints =
            tables.flat_map(|(id, table)| table.constraints.iter().map(move |constraint| (id, constraint)));
        let mut own = None;
        // What is wrong with a whole row stands at no column, or where a rule puts the code.
        let whole = self.claim.field.is_none() || self.is_at_its_column(reason);
        let meant = |constraint: &Constraint| {
            constraint.code == reason && (whole || matches!(constraint.demand, Demand::Filled(_)))
        };
        constraints.filter(|(_, constraint)| meant(constraint)).any(|(table, constraint)| {
            let rows = own.get_or_insert_with(|| self.own_rows());
            self.breaks(rows, table, constraint)
        })
    }

    fn breaks(&self, own: &[TargetRow], table: TableId, constraint: &Constraint) -> bool {
        let meant = |row: &&TargetRow| row.table == table && is_meant(row, constraint);
        let own: Vec<&TargetRow> = own.iter().filter(meant).collect();
        match &constraint.demand {
            Demand::OneOpen { per, end } => {
                let all = self.rows.all().iter().map(|row| &row.row).filter(meant);
                let open: Vec<&str> =
                    all.filter(|row| self.is_open(row, *end)).filter_map(|row| cell(row, *per)).collect();
                let several = |row: &&TargetRow| {
                    let value = cell(row, *per);
                    self.is_open(row, *end) && open.iter().filter(|one| Some(**one) == value).count() > 1
                };
                let person = self.scene.case.person.to_string();
                own.iter().any(several) || (self.is_person() && !open.contains(&person.as_str()))
            }
            Demand::OneUnended { per, end } => {
                let all = self.rows.all().iter().map(|row| &row.row).filter(meant);
                let standing = |row: &&TargetRow| cell(row, *end).is_none() && cell(row, *per).is_some();
                let others: Vec<&TargetRow> = all.filter(standing).collect();
                let alike = |row: &TargetRow| {
                    others.iter().filter(|other| cell(other, *per) == cell(row, *per)).count()
                };
                own.iter().any(|row| standing(row) && alike(row) > 1)
            }
            Demand::Listed { column, table, by } => own.iter().any(|row| {
                let Some(value) = cell(row, *column) else { return false };
                let here = |row: &TargetRow| row.table == *table && cell(row, *by) == Some(value);
                !self.own_rows().iter().any(here) && !self.rows.all().iter().any(|row| here(&row.row))
            }),
            Demand::NotOutlasting { per, end, of } => {
                let all = self.rows.all().iter().map(|row| &row.row).filter(|row| row.table == table);
                let others: Vec<&TargetRow> =
                    all.filter(|row| demand::fulfils(of, |column| cell(row, column))).collect();
                own.iter().any(|row| outlasts(row, &others, (*per, *end)))
            }
            Demand::AmongOf(among) => {
                let all = self.rows.all().iter().map(|row| &row.row);
                let others: Vec<&TargetRow> = all.filter(|row| row.table == among.named.table).collect();
                own.iter().any(|row| is_elsewhere(row, &others, among))
            }
            demand => own.iter().any(|row| {
                !demand::meets(demand, |column| cell(row, column)) && self.is_at_a_breach(row, table, demand)
            }),
        }
    }

    /// Whether the claim is of the row, or of a source of the column that ought to be filled and is not.
    fn is_at_a_breach(&self, row: &TargetRow, table: TableId, demand: &Demand) -> bool {
        let Demand::Filled(columns) = demand else { return true };
        let missing = columns.iter().find(|column| cell(row, **column).is_none());
        let rules = self.entity.rows.iter().enumerate().filter(|(_, rule)| rule.table == table);
        self.claim.field.is_none()
            || missing.is_some_and(|column| {
                rules.into_iter().any(|(rule, _)| self.is_at_a_source_of(rule, usize::from(column.0)))
            })
    }

    /// Whether a row's end is not filled, or comes after the extract.
    fn is_open(&self, row: &TargetRow, end: ColumnId) -> bool {
        cell(row, end).is_none_or(|end| end > self.scene.rest.extract_day().as_str())
    }
}

fn cell(row: &TargetRow, column: ColumnId) -> Option<&str> {
    row.cells[usize::from(column.0)].as_deref()
}

fn is_meant(row: &TargetRow, constraint: &Constraint) -> bool {
    demand::fulfils(&constraint.when, |column| cell(row, column))
}

/// Whether a row goes on after the last of others of the same value.
fn outlasts(row: &TargetRow, others: &[&TargetRow], (per, end): (ColumnId, ColumnId)) -> bool {
    let mut same = others.iter().filter(|other| cell(other, per) == cell(row, per)).peekable();
    let before = |other: &&&TargetRow| match (cell(other, end), cell(row, end)) {
        (Some(_), None) => true,
        (Some(other), Some(own)) => other < own,
        (None, _) => false,
    };
    same.peek().is_some() && same.all(|other| before(&other))
}

/// Whether a row's text is none of those that stand under the text of the row it names.
fn is_elsewhere(row: &TargetRow, others: &[&TargetRow], among: &AmongOf) -> bool {
    let Some((key, text)) = cell(row, among.of).zip(cell(row, among.column)) else { return false };
    let other = others.iter().find(|other| cell(other, among.named.key) == Some(key));
    let named = other.and_then(|other| cell(other, among.named.column));
    let allowed = named.and_then(|named| among.allowed(named, |column| cell(row, column)));
    allowed.is_some_and(|allowed| !allowed.iter().any(|one| one == text))
}
