//! What must hold of the cells of a row, as a condition.

use std::collections::BTreeMap;

use super::Dialect;
use super::column_type::is_sqlite_integer;
use crate::target::contract::{ColumnId, ColumnKind, Constraint, Demand, Table};

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

/// The texts that a column may have, by those of another; texts of the other that allow the same stand together.
fn among(dialect: Dialect, (column, by): (&str, &str), texts: &BTreeMap<String, Vec<String>>) -> String {
    let mut alike: BTreeMap<&[String], Vec<&str>> = BTreeMap::new();
    for (by, texts) in texts {
        alike.entry(texts).or_default().push(by);
    }
    let one = |(texts, own): (&[String], Vec<&str>)| {
        let allowed = dialect.texts(texts.iter().map(String::as_str));
        format!("({by} NOT IN {} OR {column} IN {allowed})", dialect.texts(own.into_iter()))
    };
    if alike.is_empty() {
        "1 = 1".to_owned()
    } else {
        alike.into_iter().map(one).collect::<Vec<_>>().join(" AND ")
    }
}

/// A column as a number; SQLite keeps some as text.
fn number(dialect: Dialect, table: &Table, column: ColumnId) -> String {
    let described = &table.columns[usize::from(column.0)];
    let name = dialect.name(&described.name);
    match described.kind {
        ColumnKind::Number { scale }
            if dialect == Dialect::Sqlite && !is_sqlite_integer(described.width, scale) =>
        {
            format!("CAST({name} AS REAL)")
        }
        _ => name,
    }
}

fn demand(dialect: Dialect, table: &Table, demand: &Demand) -> Option<String> {
    let name = |column: &ColumnId| name(dialect, table, *column);
    let all = |columns: &[ColumnId], what: &str| {
        columns.iter().map(|column| format!("{} {what}", name(column))).collect::<Vec<_>>().join(" AND ")
    };
    let pairs = |columns: &[ColumnId], how: &str| {
        let names: Vec<_> = columns.iter().map(name).collect();
        let mut pairs = Vec::new();
        for (place, first) in names.iter().enumerate() {
            pairs.extend(names[place + 1..].iter().map(|second| format!("{first} {how} {second}")));
        }
        pairs.join(" AND ")
    };
    match demand {
        Demand::Filled(columns) => Some(all(columns, "IS NOT NULL")),
        Demand::Empty(columns) => Some(all(columns, "IS NULL")),
        Demand::InOrder(columns) => Some(pairs(columns, "<=")),
        Demand::OneOf(columns) => {
            let filled = |column| format!("CASE WHEN {} IS NULL THEN 0 ELSE 1 END", name(column));
            Some(format!("{} = 1", columns.iter().map(filled).collect::<Vec<_>>().join(" + ")))
        }
        Demand::AtMost(column, width) => Some(format!("{} <= {width}", dialect.length(&name(column)))),
        Demand::Among { column, by, texts } => Some(among(dialect, (&name(column), &name(by)), texts)),
        Demand::Different(columns) => Some(pairs(columns, "<>")),
        Demand::AtLeast(column, least) => Some(format!("{} >= {least}", number(dialect, table, *column))),
        Demand::Hexadecimal(column, digits) => Some(dialect.hexadecimal(&name(column), *digits)),
        Demand::CheckDigit(column, of) => Some(dialect.check_digit(&name(column), *of)),
        Demand::NotEnding(column, texts) => {
            let one = |text: &String| {
                let end = dialect.end(&name(column), text.chars().count());
                format!("lower({end}) <> {}", dialect.text(text))
            };
            Some(texts.iter().map(one).collect::<Vec<_>>().join(" AND "))
        }
        Demand::TogetherAtMost(columns, most) => {
            let one = |column| format!("coalesce({} + 2, 0)", dialect.length(&name(column)));
            let most = u64::from(*most) + 2;
            Some(format!("{} <= {most}", columns.iter().map(one).collect::<Vec<_>>().join(" + ")))
        }
        Demand::OneOpen { .. }
        | Demand::OneUnended { .. }
        | Demand::Listed { .. }
        | Demand::NotOutlasting { .. }
        | Demand::AmongOf(_) => None,
    }
}
