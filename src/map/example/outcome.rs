//! Compares the rows that an example gives with those that it says it gives.

use crate::map::compile::Mistakes;
use crate::map::plan::Plan;
use crate::map::raw::{Name, RawExample, RawGives};
use crate::target::contract::{Table, TargetRow};

/// Notes where an example without `gives` gives a row other than a note.
pub(super) fn nothing(plan: &Plan, example: &RawExample, rows: &[TargetRow], mistakes: &mut Mistakes) {
    let other = rows.iter().find(|row| row.table != plan.notes().table);
    if let Some(row) = other {
        let table = &plan.contract().table(row.table).name;
        let help = "say under [[example.gives]] what it gives".to_owned();
        mistakes.add_with(
            example.name.span(),
            format!("this example gives a row of {table}"),
            "says it gives none",
            help,
        );
    }
}

/// Notes every cell that differs in the row that comes nearest.
pub(super) fn compare(
    plan: &Plan,
    example: &RawExample,
    gives: &RawGives,
    rows: &[TargetRow],
    mistakes: &mut Mistakes,
) {
    let Some(id) = plan.contract().find(gives.table.get_ref()) else { return };
    let table = plan.contract().table(id);
    let of_table = rows.iter().filter(|row| row.table == id);
    let nearest = of_table.min_by_key(|row| differing(table, row, gives).count());
    let Some(nearest) = nearest else {
        let title = format!("the example gives no row of {}", table.name);
        mistakes.add(gives.table.span(), title, format!("`{}` says it does", example.name.get_ref()));
        return;
    };
    for (column, text) in differing(table, nearest, gives) {
        let label = match cell(table, nearest, column) {
            Some(text) => format!("the example gives `{}`", text.escape_debug()),
            None => "the example leaves it empty".to_owned(),
        };
        mistakes.add(text.span(), format!("`{}` is not what the example gives", column.get_ref()), label);
    }
}

/// The cells that the example names and that differ in a row.
fn differing<'a>(
    table: &'a Table,
    row: &'a TargetRow,
    gives: &'a RawGives,
) -> impl Iterator<Item = (&'a Name, &'a Name)> {
    let differs =
        move |(column, text): &(&Name, &Name)| cell(table, row, column).unwrap_or_default() != text.get_ref();
    gives.row.get_ref().iter().filter(differs)
}

fn cell<'a>(table: &Table, row: &'a TargetRow, column: &Name) -> Option<&'a str> {
    row.cells[usize::from(table.column(column.get_ref())?.0)].as_deref()
}
