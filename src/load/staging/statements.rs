//! The statements that bring rows into a table. Rows come as a JSON array in the one parameter.

use std::fmt::Write;

use crate::load::Dialect;
use crate::load::ddl::{conflict_target, null_key, typed};
use crate::target::contract::{Column, ColumnId, ColumnKind, Contract, Table};

/// The statements of one table.
pub(super) struct Statements {
    /// Adds the rows whose keys are not there.
    pub(super) insert: String,
    /// The places of the rows that do not stand in the table as they are.
    pub(super) differing: String,
}

impl Statements {
    pub(super) fn new(dialect: Dialect, table: &Table) -> Self {
        let name = dialect.name(&table.name);
        let (mut names, mut values, mut same) = (Vec::new(), Vec::new(), Vec::new());
        for (number, column) in table.columns.iter().enumerate() {
            let own = dialect.name(&column.name);
            let value = typed(dialect, column, &cell(dialect, number));
            let id = u16::try_from(number).map(ColumnId);
            same.push(equal(dialect, column, id.is_ok_and(|id| table.key.contains(&id)), &own, &value));
            names.push(own);
            values.push(value);
        }
        let rows = rows(dialect);
        let (names, values, same) = (names.join(", "), values.join(", "), same.join(" AND "));
        let target = conflict_target(dialect, table);
        Self {
            insert: format!(
                "INSERT INTO {name} ({names}) SELECT {values} FROM {rows} WHERE true ON CONFLICT ({target}) DO NOTHING"
            ),
            differing: format!(
                "SELECT {} FROM {rows} WHERE NOT EXISTS (SELECT 1 FROM {name} AS there WHERE {same}) ORDER BY 1",
                place(dialect)
            ),
        }
    }
}

fn rows(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => {
            "jsonb_array_elements(CAST($1 AS jsonb)) WITH ORDINALITY AS given (cells, place)"
        }
        Dialect::Sqlite | Dialect::Mssql => "json_each(?1) AS given",
    }
}

fn place(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => "given.place - 1",
        Dialect::Sqlite | Dialect::Mssql => "given.key",
    }
}

fn cell(dialect: Dialect, number: usize) -> String {
    match dialect {
        Dialect::Postgres => format!("(given.cells ->> {number})"),
        Dialect::Sqlite | Dialect::Mssql => format!("json_extract(given.value, '$[{number}]')"),
    }
}

/// Whether a cell is the same as one given. Cells of the key are compared so that the key's index is used.
fn equal(dialect: Dialect, column: &Column, of_key: bool, own: &str, value: &str) -> String {
    let own = format!("there.{own}");
    match dialect {
        _ if of_key && column.required => format!("{own} = {value}"),
        Dialect::Postgres => format!("{own} IS NOT DISTINCT FROM {value}"),
        _ if of_key => {
            // Within coalesce a text is not taken for the number that the column holds.
            let cast = match column.kind {
                ColumnKind::Number { .. } => format!("CAST({value} AS NUMERIC)"),
                _ => value.to_owned(),
            };
            format!("{} = {} AND {own} IS {value}", null_key(column, &own), null_key(column, &cast))
        }
        Dialect::Sqlite | Dialect::Mssql => format!("{own} IS {value}"),
    }
}

/// The number of rows.
pub(super) fn count(dialect: Dialect, table: &Table) -> String {
    format!("SELECT count(*) FROM {}", dialect.name(&table.name))
}

/// The number of rows whose column has a value that none of the columns it may refer to has.
pub(super) fn dangling(dialect: Dialect, contract: &Contract, table: &Table, column: &Column) -> String {
    let own = dialect.name(&column.name);
    let mut sql =
        format!("SELECT count(*) FROM {} AS given WHERE {own} IS NOT NULL", dialect.name(&table.name));
    for reference in &column.references {
        let other = contract.table(reference.table);
        let there = dialect.name(&other.columns[usize::from(reference.column.0)].name);
        let other = dialect.name(&other.name);
        let _ =
            write!(sql, " AND NOT EXISTS (SELECT 1 FROM {other} AS there WHERE there.{there} = given.{own})");
    }
    sql
}
