//! `status`.

mod history;
mod json;
mod text;

pub(super) use json::outcomes_json;
pub(super) use text::KINDS;

use std::path::PathBuf;

use care2mosaic::pipeline::{self, Exit};
use clap::Args;

use crate::cli::arguments::{LedgerArguments, output_folder};
use crate::cli::command_error::CommandError;
use crate::cli::ui;

/// Say what happened in an output folder, and what to type next
#[derive(Debug, Args)]
#[command(after_help = crate::cli::exit_words::with_exits(EXAMPLES, "said, whatever state the folder is in", &[3, 7]))]
pub(in crate::cli) struct StatusOf {
    /// Output folder
    #[arg(value_parser = output_folder(), value_name = "DIR")]
    out: PathBuf,
    /// List every run, with what was held and rejected from run to run
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
  care2mosaic status out --history
  care2mosaic status out --ledger postgres:///ledger
  care2mosaic status out --history --json | jq '.history[] | [.number, .records.held]'";

impl StatusOf {
    pub(super) fn run(&self) -> Result<Exit, CommandError> {
        let ledger = self.ledger.address()?;
        let status = pipeline::status(&self.out, ledger.as_ref())?;
        let history = self.history.then(|| pipeline::history(&self.out, ledger.as_ref())).transpose()?;
        let history = history.as_deref();
        if self.json {
            ui::data(&json::to_json(&status, history))?;
        } else {
            ui::text(&text::to_text(&status, history), text::tone(&status))?;
        }
        Ok(Exit::Done)
    }
}
