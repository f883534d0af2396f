//! The type of a column in each dialect.

use super::Dialect;
use crate::target::contract::{Column, ColumnId, ColumnKind, Contract, TableId};

/// SQL Server indexes no text without a limit: this many characters where the contract states none.
const INDEXED: u32 = 400;

/// SQL Server's longest text with a limit.
const LONGEST: u32 = 4000;

/// The longest number that SQLite holds exactly as one.
const SQLITE_DIGITS: u32 = 18;

/// SQL Server's longest number.
const MSSQL_DIGITS: u32 = 38;

/// The type of a column.
pub(super) fn column_type(dialect: Dialect, contract: &Contract, table: TableId, column: ColumnId) -> String {
    let described = &contract.table(table).columns[usize::from(column.0)];
    match described.kind {
        ColumnKind::Text | ColumnKind::Code if dialect == Dialect::Mssql => {
            // Columns of a foreign key have to be of one length there.
            let (table, column) = led_to(contract, table, column);
            let width = width(contract, &contract.table(table).columns[usize::from(column.0)]);
            text(dialect, width.or_else(|| is_indexed(contract, table, column).then_some(INDEXED)))
        }
        ColumnKind::Text | ColumnKind::Code => text(dialect, width(contract, described)),
        ColumnKind::Flag => text(dialect, Some(1)),
        ColumnKind::DateOrDateTime => text(dialect, Some(19)),
        ColumnKind::Number { scale } => number(dialect, described.width, scale),
        ColumnKind::Date => match dialect {
            Dialect::Sqlite => "TEXT".to_owned(),
            Dialect::Postgres | Dialect::Mssql => "date".to_owned(),
        },
        ColumnKind::DateTime => match dialect {
            Dialect::Sqlite => "TEXT".to_owned(),
            Dialect::Postgres => "timestamp(0)".to_owned(),
            Dialect::Mssql => "datetime2(0)".to_owned(),
        },
    }
}

/// An expression that holds a cell as text, as a value of the column's type.
pub(in crate::load) fn typed(dialect: Dialect, column: &Column, expression: &str) -> String {
    let name = match (dialect, column.kind) {
        (Dialect::Postgres, ColumnKind::Number { .. }) => "numeric",
        (Dialect::Postgres, ColumnKind::Date) => "date",
        (Dialect::Postgres, ColumnKind::DateTime) => "timestamp",
        _ => return expression.to_owned(),
    };
    format!("CAST({expression} AS {name})")
}

/// The most characters of a reference that its type does not hold it to: those of the contract, where SQL Server wants the
/// type of what it leads to.
pub(super) fn narrower(
    dialect: Dialect,
    contract: &Contract,
    (table, column): (TableId, ColumnId),
) -> Option<u32> {
    let described =
        |(table, column): (TableId, ColumnId)| &contract.table(table).columns[usize::from(column.0)];
    let led = led_to(contract, table, column);
    if dialect != Dialect::Mssql || led == (table, column) {
        return None;
    }
    let other = width(contract, described(led)).unwrap_or(INDEXED);
    width(contract, described((table, column))).filter(|own| *own < other)
}

/// The column at the end of references that name one column each: the column itself where it is none.
fn led_to(contract: &Contract, table: TableId, column: ColumnId) -> (TableId, ColumnId) {
    let mut place = (table, column);
    for _ in contract.tables() {
        let described = &contract.table(place.0).columns[usize::from(place.1.0)];
        match described.references[..] {
            [reference] => place = (reference.table, reference.column),
            _ => break,
        }
    }
    place
}

/// The most characters of a text: the contract's, or the longest code of its list.
fn width(contract: &Contract, column: &Column) -> Option<u32> {
    let list = column.codes.as_ref().and_then(|list| contract.code_list(list));
    let longest = list.and_then(|list| u32::try_from(list.longest()).ok()).filter(|longest| *longest > 0);
    column.width.or(longest)
}

fn text(dialect: Dialect, width: Option<u32>) -> String {
    match (dialect, width) {
        (Dialect::Sqlite, _) => "TEXT".to_owned(),
        (Dialect::Postgres, Some(width)) => format!("varchar({width})"),
        (Dialect::Postgres, None) => "text".to_owned(),
        // Codes and keys are compared exactly, not as the server's language does.
        (Dialect::Mssql, Some(width)) if width <= LONGEST => {
            format!("nvarchar({width}) COLLATE Latin1_General_100_BIN2")
        }
        (Dialect::Mssql, _) => "nvarchar(max) COLLATE Latin1_General_100_BIN2".to_owned(),
    }
}

fn number(dialect: Dialect, width: Option<u32>, scale: u8) -> String {
    match (dialect, width) {
        (Dialect::Sqlite, _) if is_sqlite_integer(width, scale) => "INTEGER".to_owned(),
        (Dialect::Sqlite, _) => "TEXT".to_owned(),
        (Dialect::Postgres, Some(width)) => format!("numeric({width}, {scale})"),
        (Dialect::Postgres, None) => "numeric".to_owned(),
        (Dialect::Mssql, width) => {
            format!("decimal({}, {scale})", width.unwrap_or(MSSQL_DIGITS).min(MSSQL_DIGITS))
        }
    }
}

/// Whether SQLite holds such a number as an integer; others are kept as text, so that no digit is lost.
pub(super) fn is_sqlite_integer(width: Option<u32>, scale: u8) -> bool {
    scale == 0 && width.is_some_and(|width| width <= SQLITE_DIGITS)
}

/// Whether a column is part of a key, unique, or referred to.
fn is_indexed(contract: &Contract, table: TableId, column: ColumnId) -> bool {
    let own = contract.table(table);
    let described = &own.columns[usize::from(column.0)];
    own.key.contains(&column) || described.unique || super::table::is_referred_to(contract, table, column)
}
