//! `status`.

mod json;
mod text;

use std::path::PathBuf;

use care2mosaic::pipeline::{self, Exit};
use clap::Args;

use crate::cli::arguments::LedgerArguments;
use crate::cli::command_error::CommandError;
use crate::cli::ui;

/// Say what happened in an output folder, and what to type next
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct StatusOf {
    /// Output folder
    #[arg(value_name = "DIR")]
    out: PathBuf,
    /// List every run
    #[arg(long)]
    history: bool,
    #[command(flatten)]
    ledger: LedgerArguments,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  care2mosaic status out
  care2mosaic status out --history";

impl StatusOf {
    pub(super) fn run(&self) -> Result<Exit, CommandError> {
        let status = pipeline::status(&self.out, self.ledger.address()?.as_ref())?;
        ui::data(&if self.json { json::to_json(&status) } else { text::to_text(&status, self.history) })?;
        Ok(Exit::Done)
    }
}
