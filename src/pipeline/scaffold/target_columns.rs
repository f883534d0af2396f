//! Columns of the target that may take those of a table that the mappings do not know.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::column_guess::ColumnGuess;
use super::columns_alike::letters;
use super::guess::to_be_confirmed;
use super::table_guess::TableGuess;
use crate::map::plan::Plan;
use crate::source::DataType;
use crate::target::contract::{Column, ColumnKind, Table};

/// So many columns must fit, the key aside: one alone may have its name by chance.
const ENOUGH: usize = 2;

/// A column of the target, that of the file, and the step between them.
struct Cell<'a> {
    target: &'a Column,
    from: &'a str,
    step: &'static str,
}

/// A row of the target table that has most columns which fit by name and form, as lines of the mapping that say nothing
/// until somebody takes the signs before them away; empty where no table has enough.
pub(super) fn target_columns(plan: &Plan, table: &TableGuess, key: Option<&str>) -> String {
    let fitting = plan.contract().tables().iter().map(|target| (target, cells(target, table)));
    let best = fitting.max_by_key(|(target, cells)| (cells.len(), Reverse(target.order)));
    match best {
        Some((target, cells)) if cells.len() >= ENOUGH => text(target, &cells, key),
        _ => String::new(),
    }
}

/// The columns of a target table that fit, in its order.
fn cells<'a>(target: &'a Table, table: &'a TableGuess) -> Vec<Cell<'a>> {
    let cell = |column: &'a Column| {
        let same = table.columns.iter().find(|(name, _)| letters(name) == letters(&column.name));
        let (from, guess) = same?;
        Some(Cell { target: column, from, step: step(column.kind, guess)? })
    };
    target.columns.iter().filter_map(cell).collect()
}

/// The step that brings values of such a form into such a column; none where they do not fit, or a code table is needed.
fn step(kind: ColumnKind, guess: &ColumnGuess) -> Option<&'static str> {
    let fits = |data_type| guess.is_filled() && guess.has_form(data_type);
    match kind {
        ColumnKind::Text => (!guess.is_narrow()).then_some("\"trim\""),
        ColumnKind::Number { scale: 0 } => fits(DataType::Int).then_some("\"int\""),
        ColumnKind::Number { .. } => fits(DataType::Decimal(18, 6)).then_some("\"decimal\""),
        ColumnKind::Date => fits(DataType::Date).then_some("\"date\""),
        ColumnKind::DateTime | ColumnKind::DateOrDateTime => fits(DataType::DateTime).then_some("\"local\""),
        ColumnKind::Flag => fits(DataType::Bit).then_some("\"yes-no\""),
        ColumnKind::Code => None,
    }
}

fn text(target: &Table, cells: &[Cell<'_>], key: Option<&str>) -> String {
    let name = &target.name;
    let what = format!("whether rows of {name} take columns of this table");
    let evidence = format!(
        "{} fit by name and form: where that is right, take away the # below, and the lines of these columns above",
        cells.len()
    );
    let mut text = format!("\n{}", to_be_confirmed(&what, &evidence));
    let _ = write!(text, "# [[row]]\n# table = \"{name}\"\n# main  = true\n# [row.columns]\n");
    let own = match target.key.as_slice() {
        [own] => key.map(|key| (target.columns[usize::from(own.0)].name.as_str(), key)),
        _ => None,
    };
    let names = cells.iter().map(|cell| cell.target.name.as_str()).chain(own.map(|(name, _)| name));
    let width = names.map(str::len).max().unwrap_or_default();
    if let Some((name, key)) = own {
        let _ = writeln!(text, "# {name:width$} = {{ from = '{key}', steps = [\"guid\"] }}");
    }
    for cell in cells {
        let Cell { target, from, step } = cell;
        let _ = writeln!(text, "# {:width$} = {{ from = '{from}', steps = [{step}] }}", target.name);
    }
    text
}
