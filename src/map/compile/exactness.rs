//! Whether a source value can be rebuilt from a cell, and if not, what is lost.

use super::World;
use crate::map::plan::{Branch, Cell, CodeBy, Condition, Overflow, RowPlan, RowShape, Source, Step};
use crate::record::{EntityId, FieldId};
use crate::target::contract::ColumnId;

/// How far a source value can be rebuilt from a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Exactness {
    /// In every row, up to its normal form.
    Always,
    /// Whenever the row is written, which is not for every record.
    InItsRow,
    /// Where the cell is written, which is not in every row.
    Sometimes(String),
    /// In none, and why.
    Never(String),
}

impl Exactness {
    /// Why the value cannot be rebuilt for every record; none where it can.
    pub(super) fn why(&self) -> Option<&str> {
        match self {
            Self::Always => None,
            Self::InItsRow => Some("this row is not written for every record"),
            Self::Sometimes(why) | Self::Never(why) => Some(why),
        }
    }
}

/// A cell that takes its value from a source column.
#[derive(Clone, Debug)]
pub(super) struct Use {
    pub(super) field: FieldId,
    pub(super) row: usize,
    pub(super) column: ColumnId,
    pub(super) branch: usize,
    pub(super) exactness: Exactness,
}

/// Every cell of the rows that takes its value from one column of the record.
pub(super) fn uses(world: &World, entity: EntityId, rows: &[RowPlan]) -> Vec<Use> {
    let mut uses = Vec::new();
    let only_main = rows.iter().filter(|row| row.main).count() == 1;
    for (number, row) in rows.iter().enumerate() {
        for (column, cell) in (0_u16..).map(ColumnId).zip(&row.cells) {
            for (branch, what) in cell.branches.iter().enumerate() {
                let (Source::Field(field) | Source::Last(field)) = what.source else { continue };
                let judge = Judge { world, entity, row, every: row.main && only_main, column, cell };
                uses.push(Use {
                    field,
                    row: number,
                    column,
                    branch,
                    exactness: judge.exactness(branch, field),
                });
            }
        }
    }
    uses
}

struct Judge<'a> {
    world: &'a World,
    entity: EntityId,
    row: &'a RowPlan,
    /// Whether every record that is written by itself gives the row: it is the only main one.
    every: bool,
    column: ColumnId,
    cell: &'a Cell,
}

impl Judge<'_> {
    fn exactness(&self, number: usize, field: FieldId) -> Exactness {
        let branch = &self.cell.branches[number];
        if let Some(loss) = self.loss(branch) {
            return Exactness::Never(loss);
        }
        match self.condition(number, branch, field) {
            Some(condition) => Exactness::Sometimes(condition),
            None if self.row.when != Condition::Always && !self.every => Exactness::InItsRow,
            None => Exactness::Always,
        }
    }

    /// What is lost whenever the cell is written.
    fn loss(&self, branch: &Branch) -> Option<String> {
        if matches!(self.row.shape, RowShape::Run(_)) {
            return Some("the rows of a run are one".to_owned());
        }
        self.fallback_loss(branch).or_else(|| branch.steps.iter().find_map(|step| self.step_loss(step)))
    }

    /// A constant that is written where the column gives nothing must be told from the column's own values.
    fn fallback_loss(&self, branch: &Branch) -> Option<String> {
        let given = |step: &Step, text: &str| match step {
            Step::Code { table, .. } => self.world.codes[usize::from(table.0)].gives(text),
            _ => true,
        };
        let constants = self.cell.branches.iter().filter_map(|branch| match &branch.source {
            Source::Constant(text) => Some(text),
            _ => None,
        });
        let last = branch.steps.last();
        let mut hidden = constants.filter(|text| last.is_none_or(|step| given(step, text)));
        hidden.next().map(|text| format!("`{text}` is written for a value and for none"))
    }

    fn step_loss(&self, step: &Step) -> Option<String> {
        match step {
            Step::UkDay => Some("the time of day is lost".to_owned()),
            Step::Tri => Some("not known and not given become one".to_owned()),
            Step::Fit(Overflow::Empty) => Some("a longer text leaves the cell empty".to_owned()),
            Step::Code { table, by } => self.code_loss(usize::from(table.0), *by),
            _ => None,
        }
    }

    fn code_loss(&self, table: usize, by: CodeBy) -> Option<String> {
        self.world.codes[table].loss(by, self.must())
    }

    /// Whether a value that is turned away turns its record away.
    fn must(&self) -> bool {
        let column = &self.world.contract.table(self.row.table).columns[usize::from(self.column.0)];
        column.required || column.critical
    }

    /// When the cell is written, unless it always is.
    fn condition(&self, number: usize, branch: &Branch, field: FieldId) -> Option<String> {
        let others = |columns: &[ColumnId]| columns.iter().any(|column| *column != self.column);
        if others(&self.row.only_with) && !self.every {
            return Some("this row is written only with other cells".to_owned());
        }
        let own_kind = self.is_answer(&branch.when, field);
        let always = branch.when == Condition::Always && number == 0;
        (!own_kind && !always).then(|| "this cell is written under a condition".to_owned())
    }

    /// Whether the condition is that the answer is of the kind whose values this column holds: it has none otherwise.
    fn is_answer(&self, when: &Condition, field: FieldId) -> bool {
        let forms = &self.world.model.forms;
        let Condition::Equals { field: kind, values } = when else { return false };
        let holds = |(number, column): &(String, FieldId)| *column == field && values.contains(number);
        self.entity == forms.answer && *kind == forms.answer_kind && forms.values.iter().any(holds)
    }
}

/// Whether the parts of a join can be taken apart again: at a separator that is more than a space, or because all parts
/// but one are known otherwise.
pub(super) fn join_parts(fields: &[FieldId], separator: &str, known: impl Fn(FieldId) -> bool) -> bool {
    let splits = fields.len() == 2 && !separator.trim().is_empty();
    splits || fields.iter().filter(|field| !known(**field)).count() <= 1
}
