//! What must hold of the cells of a row, as a condition.

use super::Dialect;
use crate::target::contract::{ColumnId, Constraint, Demand, Table};

/// The condition of a constraint on the cells of one row; none where it looks at several rows.
pub(super) fn row_check(dialect: Dialect, table: &Table, constraint: &Constraint) -> Option<String> {
    let demand = demand(dialect, table, &constraint.demand)?;
    let meant = when(dialect, table, &constraint.when);
    Some(if meant.is_empty() { demand } else { format!("NOT ({meant}) OR ({demand})") })
}

/// The rows that a constraint is for; nothing where it is for all.
pub(super) fn when(dialect: Dialect, table: &Table, when: &[(ColumnId, Vec<String>)]) -> String {
    let one = |(column, texts): &(ColumnId, Vec<String>)| {
        format!("{} IN {}", name(dialect, table, *column), dialect.texts(texts.iter().map(String::as_str)))
    };
    when.iter().map(one).collect::<Vec<_>>().join(" AND ")
}

/// A column as it is written.
pub(super) fn name(dialect: Dialect, table: &Table, column: ColumnId) -> String {
    dialect.name(&table.columns[usize::from(column.0)].name)
}

fn demand(dialect: Dialect, table: &Table, demand: &Demand) -> Option<String> {
    let name = |column: &ColumnId| name(dialect, table, *column);
    let all = |columns: &[ColumnId], what: &str| {
        columns.iter().map(|column| format!("{} {what}", name(column))).collect::<Vec<_>>().join(" AND ")
    };
    match demand {
        Demand::Filled(columns) => Some(all(columns, "IS NOT NULL")),
        Demand::Empty(columns) => Some(all(columns, "IS NULL")),
        Demand::InOrder(columns) => {
            let names: Vec<_> = columns.iter().map(name).collect();
            let mut pairs = Vec::new();
            for (place, first) in names.iter().enumerate() {
                pairs.extend(names[place + 1..].iter().map(|second| format!("{first} <= {second}")));
            }
            Some(pairs.join(" AND "))
        }
        Demand::OneOf(columns) => {
            let filled = |column| format!("CASE WHEN {} IS NULL THEN 0 ELSE 1 END", name(column));
            Some(format!("{} = 1", columns.iter().map(filled).collect::<Vec<_>>().join(" + ")))
        }
        Demand::AtMost(column, width) => Some(format!("{} <= {width}", dialect.length(&name(column)))),
        Demand::OneOpen { .. } | Demand::Listed { .. } => None,
    }
}
