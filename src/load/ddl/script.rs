//! The definitions as a script.

use std::fmt::Write as _;

use super::Dialect;
use super::table::definitions;
use crate::target::contract::{Column, Contract, Demand, Table};

/// The definitions of all tables in load order, as a script to be run as it stands.
pub fn script(dialect: Dialect, contract: &Contract) -> String {
    let mut script = head(dialect, contract);
    let mut last = None;
    for statement in definitions(dialect, contract) {
        let table = contract.table(statement.table);
        if last.replace(statement.table) != Some(statement.table) {
            let _ = writeln!(script, "\n-- {:02} {}", table.order, table.name);
            for remark in remarks(contract, table) {
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
         -- Table and column names are Mosaic's own; the supplier's loader format is not published.\n{option}",
        contract.schema_version(),
        contract.sha256(),
    )
}

/// What of the contract no table definition can hold; `reconcile` checks it on the import files.
fn remarks(contract: &Contract, table: &Table) -> Vec<String> {
    let several = table.columns.iter().filter(|column| column.references.len() > 1);
    let mut remarks: Vec<String> = several.map(|column| one_of_several(contract, column)).collect();
    for constraint in &table.constraints {
        if let Demand::Listed { column, table: other, .. } = &constraint.demand {
            let column = &table.columns[usize::from(column.0)].name;
            remarks.push(format!("{column} also has a row in {}.", contract.table(*other).name));
        }
    }
    remarks
}

fn one_of_several(contract: &Contract, column: &Column) -> String {
    let tables: Vec<_> =
        column.references.iter().map(|reference| contract.table(reference.table).name.as_str()).collect();
    format!("{} names a row of {}.", column.name, tables.join(" or "))
}
