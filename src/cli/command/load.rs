//! `load`.

use std::fmt::Write as _;
use std::path::PathBuf;

use care2mosaic::load::DatabaseAddress;
use care2mosaic::pipeline::{self, Exit, LoadRequest, Loaded, RunError};
use care2mosaic::report::summary::{plural, thousands};
use clap::Args;
use serde_json::json;

use crate::cli::arguments::{LedgerArguments, output_folder};
use crate::cli::command_error::CommandError;
use crate::cli::context::Context;
use crate::cli::ui;

/// Load a sealed and proven output into staging tables
///
/// Makes the tables of the contract that are not there, and brings the rows in batch by batch, in load order, each batch
/// whole or not at all. Every import file is held against the SHA-256 of its manifest first. Rows that stand there already
/// are left as they are; other rows under the same key are refused. In the end every table holds the rows that the
/// manifests say. A password for the database may stand in PGPASSWORD or ~/.pgpass.
#[derive(Args)]
#[command(after_help = crate::cli::exit_words::with_exits(EXAMPLES, "every table holds the rows that the manifests say", &[3, 7, 130]))]
pub(in crate::cli) struct Load {
    /// Output folder
    #[arg(value_parser = output_folder(), value_name = "DIR")]
    out: PathBuf,
    /// Database, such as `sqlite://staging.sqlite` or `postgres://USER@HOST/DATABASE`; a SQLite file is made where there is none
    #[arg(long, value_name = "URL")]
    to: String,
    #[command(flatten)]
    ledger: LedgerArguments,
    /// Print the number of rows as JSON
    #[arg(long)]
    json: bool,
}

impl std::fmt::Debug for Load {
    /// The address may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Load").field("out", &self.out).finish_non_exhaustive()
    }
}

const EXAMPLES: &str = "\
Examples:
  care2mosaic load out --to sqlite://staging.sqlite
  care2mosaic load out --to postgres://migration@db.example/staging --ledger postgres:///ledger";

impl Load {
    pub(super) fn run(&self, context: &Context) -> Result<Exit, CommandError> {
        let to: DatabaseAddress = self.to.parse().map_err(RunError::Load)?;
        let request = LoadRequest { out: self.out.clone(), to: to.clone(), ledger: self.ledger.address()? };
        let loaded = pipeline::load(&request, context.observer.as_ref(), &context.cancel())?;
        ui::data(&if self.json { to_json(&to, &loaded) } else { to_text(&to, &loaded) })?;
        Ok(Exit::Done)
    }
}

fn to_text(to: &DatabaseAddress, loaded: &Loaded) -> String {
    let (new, there) = (plural(loaded.new_rows(), "row", "rows"), thousands(loaded.rows_there()));
    let tables = plural(loaded.tables.len() as u64, "table", "tables");
    let mut text = format!("Loaded {new} into {tables} of {to}; {there} were there already.\n\n");
    for table in &loaded.tables {
        let rows = thousands(table.new + table.there);
        let _ = writeln!(text, "  {:<36}{rows:>12}", table.table);
    }
    text
}

fn to_json(to: &DatabaseAddress, loaded: &Loaded) -> String {
    let tables = loaded.tables.iter();
    let tables = tables.map(|table| json!({ "table": table.table, "new": table.new, "there": table.there }));
    format!(
        "{:#}\n",
        json!({ "format": 1, "database": to.to_string(), "tables": tables.collect::<Vec<_>>() })
    )
}
