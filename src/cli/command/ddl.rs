//! `ddl`.

use std::path::PathBuf;

use care2mosaic::load::Dialect;
use care2mosaic::pipeline::{self, Exit};
use clap::{Args, ValueEnum};

use crate::cli::command_error::CommandError;
use crate::cli::ui;

/// Print the definitions of staging tables, from the contract
///
/// Tables in load order with types, primary, unique and foreign keys, and checks of flags, codes, dates and of what the
/// contract demands of rows. Remarks name what no definition can hold; `reconcile` checks that on the import files.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::exit_words::with_exits(EXAMPLES, "printed", &[6]))]
pub(in crate::cli) struct Ddl {
    /// Database that the script is for
    #[arg(long, value_enum)]
    dialect: DialectName,
    /// Folder of the mappings, whose contract/ it is
    #[arg(long, value_name = "DIR", default_value = "mappings")]
    pub(super) mappings: PathBuf,
}

/// Database that the script is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DialectName {
    /// SQLite 3.24 or later
    Sqlite,
    /// PostgreSQL 15 or later
    Postgres,
    /// Microsoft SQL Server 2016 or later
    Mssql,
}

const EXAMPLES: &str = "\
Examples:
  care2mosaic ddl --dialect postgres | psql staging
  care2mosaic ddl --dialect mssql > staging.sql
  care2mosaic ddl --dialect sqlite --mappings project/mappings | sqlite3 staging.sqlite";

impl Ddl {
    pub(super) fn run(&self) -> Result<Exit, CommandError> {
        let dialect = match self.dialect {
            DialectName::Sqlite => Dialect::Sqlite,
            DialectName::Postgres => Dialect::Postgres,
            DialectName::Mssql => Dialect::Mssql,
        };
        ui::data(&pipeline::ddl(&self.mappings, dialect)?)?;
        Ok(Exit::Done)
    }
}
