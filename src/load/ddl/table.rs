//! One table and its indexes.

use std::fmt::Write as _;

use super::Dialect;
use super::checks::cell_checks;
use super::column_type::{column_type, narrower};
use super::conditions::{name, row_check, when};
use crate::target::contract::{Column, ColumnId, ColumnKind, Contract, Demand, Table, TableId};

/// A statement, and the table that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The table.
    pub table: TableId,
    /// The statement, without a semicolon.
    pub sql: String,
}

/// The definitions of all tables in load order, each with its indexes.
pub fn definitions(dialect: Dialect, contract: &Contract) -> Vec<Statement> {
    contract.load_order().into_iter().flat_map(|table| of_table(dialect, contract, table)).collect()
}

fn of_table(dialect: Dialect, contract: &Contract, id: TableId) -> Vec<Statement> {
    let table = contract.table(id);
    let mut lines: Vec<String> = (0_u16..)
        .map(ColumnId)
        .zip(&table.columns)
        .map(|(column, _)| line(dialect, contract, id, column))
        .collect();
    lines.extend(keys(dialect, contract, id));
    for constraint in &table.constraints {
        lines.extend(row_check(dialect, table, constraint).map(|check| format!("CHECK ({check})")));
    }
    let create = format!("CREATE TABLE {} (\n    {}\n)", dialect.name(&table.name), lines.join(",\n    "));
    let mut statements = vec![create];
    statements.extend(indexes(dialect, table));
    statements.into_iter().map(|sql| Statement { table: id, sql }).collect()
}

fn line(dialect: Dialect, contract: &Contract, table: TableId, id: ColumnId) -> String {
    let column = &contract.table(table).columns[usize::from(id.0)];
    let mut line = format!("{} {}", dialect.name(&column.name), column_type(dialect, contract, table, id));
    if column.required {
        line.push_str(" NOT NULL");
    }
    for check in cell_checks(dialect, contract, column) {
        let _ = write!(line, " CHECK ({check})");
    }
    if let Some(width) = narrower(dialect, contract, (table, id)) {
        // Two bytes a character; LEN would leave out blanks at the end.
        let _ = write!(line, " CHECK (DATALENGTH({}) <= {})", dialect.name(&column.name), 2 * width);
    }
    line
}

/// Primary key, unique columns and foreign keys.
fn keys(dialect: Dialect, contract: &Contract, id: TableId) -> Vec<String> {
    let table = contract.table(id);
    let mut keys = Vec::new();
    match key(dialect, table) {
        Key::Primary(columns) if dialect == Dialect::Mssql => {
            let name = dialect.name(&format!("PK_{}", table.name));
            keys.push(format!("CONSTRAINT {name} PRIMARY KEY NONCLUSTERED ({columns})"));
        }
        Key::Primary(columns) => keys.push(format!("PRIMARY KEY ({columns})")),
        Key::Constraint(sql) => keys.push(sql),
        Key::Index(_) => {}
    }
    for (column, described) in (0_u16..).map(ColumnId).zip(&table.columns) {
        let unique = described.unique || is_referred_to(contract, id, column);
        if unique && table.key != [column] && !is_filtered(dialect, described) {
            keys.push(format!("UNIQUE ({})", dialect.name(&described.name)));
        }
        if let [reference] = described.references[..] {
            let other = contract.table(reference.table);
            keys.push(format!(
                "FOREIGN KEY ({}) REFERENCES {} ({})",
                dialect.name(&described.name),
                dialect.name(&other.name),
                name(dialect, other, reference.column),
            ));
        }
    }
    keys
}

/// Whether some column may refer to this one.
pub(super) fn is_referred_to(contract: &Contract, table: TableId, column: ColumnId) -> bool {
    let mut references =
        contract.tables().iter().flat_map(|table| &table.columns).flat_map(|column| &column.references);
    references.any(|reference| (reference.table, reference.column) == (table, column))
}

/// SQL Server takes two empty cells of a unique column for the same; an index that leaves them out does not.
fn is_filtered(dialect: Dialect, column: &Column) -> bool {
    dialect == Dialect::Mssql && !column.required
}

/// The row key, as a dialect can hold it. A key with a column that may be empty is no primary key.
enum Key {
    Primary(String),
    Constraint(String),
    Index(String),
}

fn key(dialect: Dialect, table: &Table) -> Key {
    let columns = conflict_target(dialect, table);
    let whole = table.key.iter().all(|column| table.columns[usize::from(column.0)].required);
    match dialect {
        _ if whole => Key::Primary(columns),
        Dialect::Postgres => Key::Constraint(format!("UNIQUE NULLS NOT DISTINCT ({columns})")),
        // Two empty cells count as the same here.
        Dialect::Mssql => {
            let name = dialect.name(&format!("UQ_{}", table.name));
            Key::Constraint(format!("CONSTRAINT {name} UNIQUE NONCLUSTERED ({columns})"))
        }
        Dialect::Sqlite => Key::Index(columns),
    }
}

/// The row key as an index has it.
pub(in crate::load) fn conflict_target(dialect: Dialect, table: &Table) -> String {
    let part = |column: &ColumnId| {
        let described = &table.columns[usize::from(column.0)];
        let name = dialect.name(&described.name);
        if dialect == Dialect::Sqlite && !described.required { null_key(described, &name) } else { name }
    };
    table.key.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// A key cell that may be empty, as SQLite's index holds it, so that two empty cells are the same.
pub(in crate::load) fn null_key(column: &Column, expression: &str) -> String {
    match column.kind {
        ColumnKind::Number { .. } => format!("coalesce({expression}, -1)"),
        _ => format!("coalesce({expression}, '')"),
    }
}

/// Indexes that carry a rule: keys that may be empty, columns unique but for empty cells, one open row for each key.
fn indexes(dialect: Dialect, table: &Table) -> Vec<String> {
    let own = dialect.name(&table.name);
    let mut indexes = Vec::new();
    let mut index = |columns: &str, filter: &str| {
        let name = dialect.name(&format!("UX{}_{}", indexes.len() + 1, table.name));
        let filter = if filter.is_empty() { String::new() } else { format!(" WHERE {filter}") };
        indexes.push(format!("CREATE UNIQUE INDEX {name} ON {own} ({columns}){filter}"));
    };
    if let Key::Index(columns) = key(dialect, table) {
        index(&columns, "");
    }
    for (id, column) in (0_u16..).map(ColumnId).zip(&table.columns) {
        if column.unique && is_filtered(dialect, column) && table.key != [id] {
            let name = dialect.name(&column.name);
            index(&name, &format!("{name} IS NOT NULL"));
        }
    }
    for constraint in &table.constraints {
        if let Demand::OneOpen { per, end } | Demand::OneUnended { per, end } = &constraint.demand {
            let mut filter = vec![format!("{} IS NULL", name(dialect, table, *end))];
            let meant = when(dialect, table, &constraint.when);
            filter.extend((!meant.is_empty()).then_some(meant));
            index(&name(dialect, table, *per), &filter.join(" AND "));
        }
    }
    indexes
}
