//! The definitions as a script.

use std::fmt::Write as _;

use super::Dialect;
use super::table::definitions;
use crate::target::contract::{Column, ColumnId, Constraint, Contract, Demand, Table, TableId};

/// The definitions of all tables in load order, as a script to be run as it stands; `besides` says in words what else holds of
/// the rows of a table, which no definition can hold.
pub fn script(dialect: Dialect, contract: &Contract, besides: &[(TableId, String)]) -> String {
    let mut script = head(dialect, contract);
    let mut last = None;
    for statement in definitions(dialect, contract) {
        let table = contract.table(statement.table);
        if last.replace(statement.table) != Some(statement.table) {
            let _ = writeln!(script, "\n-- {:02} {}", table.order, table.name);
            let own =
                besides.iter().filter(|(own, _)| *own == statement.table).map(|(_, words)| words.clone());
            for remark in remarks(contract, table).into_iter().chain(own) {
                let _ = writeln!(script, "-- {remark}");
            }
        }
        let _ = writeln!(script, "{};", statement.sql);
    }
    script
}

fn head(dialect: Dialect, contract: &Contract) -> String {
    let (name, option) = match dialect {
        Dialect::Sqlite => ("SQLite 3.24 or later", "PRAGMA foreign_keys = ON;\n"),
        Dialect::Postgres => ("PostgreSQL 15 or later", ""),
        Dialect::Mssql => ("SQL Server 2016 or later", "SET QUOTED_IDENTIFIER ON;\n"),
    };
    format!(
        "-- Staging tables for Mosaic schema {}, in load order, for {name}.\n\
         -- Contract {}.\n\
         -- Table and column names are Mosaic's own; the supplier's loader format is not published.\n\
         -- What no definition can hold is said beside its table; the proof (`care2mosaic reconcile`) holds the import files to it.\n{option}",
        contract.schema_version(),
        contract.sha256(),
    )
}

/// What of the contract no table definition can hold; `reconcile` checks it on the import files.
fn remarks(contract: &Contract, table: &Table) -> Vec<String> {
    let several = table.columns.iter().filter(|column| column.references.len() > 1);
    let mut remarks: Vec<String> = several.map(|column| one_of_several(contract, column)).collect();
    remarks.extend(
        table.constraints.iter().filter_map(|constraint| beyond_one_row(contract, table, constraint)),
    );
    remarks
}

/// A demand that looks at other rows, in words.
fn beyond_one_row(contract: &Contract, table: &Table, constraint: &Constraint) -> Option<String> {
    let name = |column: &ColumnId| table.columns[usize::from(column.0)].name.as_str();
    match &constraint.demand {
        Demand::Listed { column, table: other, .. } => {
            Some(format!("{} also has a row in {}.", name(column), contract.table(*other).name))
        }
        Demand::AmongOf(among) => {
            let other = contract.table(among.named.table);
            let asked = &other.columns[usize::from(among.named.column.0)].name;
            let beside = among.by.map(|by| format!(" beside {}", name(&by))).unwrap_or_default();
            Some(format!(
                "{}{beside} is one that {asked} has, of the row of {} that {} names.",
                name(&among.column),
                other.name,
                name(&among.of)
            ))
        }
        Demand::NotOutlasting { per, end, .. } => {
            Some(format!("Of one {} no secondary row has a later {}.", name(per), name(end)))
        }
        _ => None,
    }
}

fn one_of_several(contract: &Contract, column: &Column) -> String {
    let tables: Vec<_> =
        column.references.iter().map(|reference| contract.table(reference.table).name.as_str()).collect();
    format!("{} names a row of {}.", column.name, tables.join(" or "))
}
