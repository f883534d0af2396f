//! File names that are taken get a number.

use rustc_hash::FxHashSet;

use super::ExpectedRow;
use super::compute::with_suffix;
use super::inline_images;
use crate::map::plan::{Compute, Plan, RowPlan, Source};
use crate::target::contract::ColumnId;

/// Numbers the names of one owner that are equal but for the case of letters, in the order of the records.
pub(super) fn number(plan: &Plan, rows: &mut [ExpectedRow]) {
    let mut taken: FxHashSet<(Option<String>, String)> = FxHashSet::default();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    // Pictures out of notes come after what was attached.
    order.sort_by_key(|row| (rows[*row].rule.is_none(), rows[*row].place, rows[*row].rule));
    for row in order {
        let Some((name, owner)) = columns(plan, &rows[row]) else { continue };
        let cells = &mut rows[row].row.cells;
        let owner = cells[usize::from(owner.0)].clone();
        let Some(wanted) = cells[usize::from(name.0)].clone() else { continue };
        let numbered = (2_u32..).map(|number| with_suffix(&wanted, &format!(" ({number})")));
        let mut candidates = std::iter::once(wanted.clone()).chain(numbered);
        let free = candidates.find(|candidate| taken.insert((owner.clone(), candidate.to_lowercase())));
        cells[usize::from(name.0)] = free;
    }
}

/// The column of the file's name and the column of its owner, where the row stands for a file.
fn columns(plan: &Plan, row: &ExpectedRow) -> Option<(ColumnId, ColumnId)> {
    let Some(rule) = row.rule else { return inline_images::file_columns(plan, row) };
    let rule = &plan.entity(row.entity)?.rows[rule];
    let name = column_that_computes(rule, |compute| matches!(compute, Compute::FileName(_)))?;
    let columns = (0_u16..).map(ColumnId).zip(&plan.contract().table(rule.table).columns);
    let owner = columns.filter(|(_, column)| !column.references.is_empty()).map(|(place, _)| place).next()?;
    Some((name, owner))
}

/// The first column of a rule that a computation fills.
pub(super) fn column_that_computes(rule: &RowPlan, wanted: impl Fn(&Compute) -> bool) -> Option<ColumnId> {
    let columns = (0_u16..).map(ColumnId).zip(&rule.cells);
    let mut found = columns.filter(|(_, cell)| {
        cell.branches
            .iter()
            .any(|branch| matches!(&branch.source, Source::Compute(compute) if wanted(compute)))
    });
    found.next().map(|(column, _)| column)
}
