//! What a row is called in lists.

use crate::target::contract::{Column, ColumnId, ColumnKind, Table};

/// The key of a row as lists show it: `LEGACY_ID`, or the key cells joined by slashes. Cells that hold what somebody
/// said of themselves (texts, days) stay out, for no value may stand in a list.
pub fn row_name<'c>(table: &Table, cell: impl Fn(ColumnId) -> Option<&'c str>) -> String {
    let part = |column: &ColumnId| {
        let shown = is_shown(&table.columns[usize::from(column.0)]);
        if shown { cell(*column).unwrap_or_default() } else { "" }
    };
    table.key.iter().map(part).collect::<Vec<_>>().join("/")
}

fn is_shown(column: &Column) -> bool {
    let coded = matches!(column.kind, ColumnKind::Code | ColumnKind::Number { .. });
    column.unique || coded || !column.references.is_empty()
}
