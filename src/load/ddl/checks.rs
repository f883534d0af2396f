//! What a single cell has to be, as a condition.

use super::Dialect;
use super::column_type::is_sqlite_integer;
use crate::target::contract::{Column, ColumnKind, Contract};

/// The conditions on a column's cell; an empty cell meets them all.
pub(super) fn cell_checks(dialect: Dialect, contract: &Contract, column: &Column) -> Vec<String> {
    let name = dialect.name(&column.name);
    let mut checks = Vec::new();
    let list = column.codes.as_ref().and_then(|list| contract.code_list(list));
    if column.kind == ColumnKind::Flag {
        checks.push(format!("{name} IN {}", dialect.texts(["Y", "N"].into_iter())));
    } else if let Some(list) = list {
        checks.push(format!("{name} IN {}", dialect.texts(list.codes())));
    }
    match dialect {
        Dialect::Sqlite => checks.extend(sqlite_check(column, &name)),
        Dialect::Postgres | Dialect::Mssql => {
            checks.extend((column.kind == ColumnKind::DateOrDateTime).then(|| day_or_time(dialect, &name)));
        }
    }
    checks
}

/// SQLite takes anything in any column, so that it has to be told what a type is.
fn sqlite_check(column: &Column, name: &str) -> Option<String> {
    let day = format!("date({name}) IS {name}");
    let time = format!("strftime('%Y-%m-%dT%H:%M:%S', {name}) IS {name}");
    match column.kind {
        ColumnKind::Text | ColumnKind::Code => column.width.map(|width| format!("length({name}) <= {width}")),
        ColumnKind::Flag => None,
        ColumnKind::Date => Some(day),
        ColumnKind::DateTime => Some(time),
        ColumnKind::DateOrDateTime => Some(format!("{day} OR {time}")),
        ColumnKind::Number { scale } => match column.width {
            Some(width) if is_sqlite_integer(Some(width), scale) => {
                let limit = 10_u64.pow(width);
                Some(format!("typeof({name}) IN ('integer', 'null') AND abs({name}) < {limit}"))
            }
            _ => Some(format!("{name} NOT GLOB '*[^0-9.-]*'")),
        },
    }
}

/// A day or a day with a time, as text.
fn day_or_time(dialect: Dialect, name: &str) -> String {
    match dialect {
        Dialect::Mssql => format!(
            "({name} LIKE N'[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]' OR {name} LIKE \
             N'[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]')"
        ),
        Dialect::Sqlite | Dialect::Postgres => {
            format!("{name} ~ '^[0-9]{{4}}-[0-1][0-9]-[0-3][0-9](T[0-2][0-9]:[0-5][0-9]:[0-5][0-9])?$'")
        }
    }
}
