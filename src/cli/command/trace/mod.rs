//! `trace`.

mod text;

use std::path::PathBuf;

use care2mosaic::pipeline::{self, Exit, TraceRequest};
use clap::Args;

use crate::cli::arguments::{MachineArguments, output_folder, person_number};
use crate::cli::command_error::CommandError;
use crate::cli::context::Context;
use crate::cli::paint::Tone;
use crate::cli::ui;

/// Tell the story of one case file: every source record, its outcome, and the rows that it became
///
/// Reads the export again and the import files as they stand on disk. Keys, numbers and codes only, unless
/// --show-values is given.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::exit_words::with_exits(EXAMPLES, "told", &[3, 4, 6, 7, 130]))]
pub(in crate::cli) struct Trace {
    /// Output folder
    #[arg(value_parser = output_folder(), value_name = "DIR")]
    out: PathBuf,
    /// Person number of the case file; that of a merged person finds the surviving one
    #[arg(value_parser = person_number(), value_name = "PERSONNUMBER")]
    case_file: u64,
    /// Export that the folder was made of; where the run found it, unless given (can be repeated)
    #[arg(long = "source", value_name = "EXPORT")]
    sources: Vec<PathBuf>,
    /// Show the values too: personal data, on this screen or in whatever reads the output
    #[arg(long)]
    show_values: bool,
    #[command(flatten)]
    machine: MachineArguments,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  care2mosaic trace out 100234
  care2mosaic trace out 100234 --json | jq '.records[] | select(.outcome != \"migrated\")'
  care2mosaic trace out 100234 --show-values
  care2mosaic trace out 100234 --source moved/export --ledger postgres:///ledger --threads 4";

impl Trace {
    pub(super) fn run(&self, context: &Context) -> Result<Exit, CommandError> {
        if self.show_values {
            context.ui.note("This shows personal data of one case file.");
        }
        let request = TraceRequest {
            out: self.out.clone(),
            case_file: self.case_file,
            sources: self.sources.clone(),
            show_values: self.show_values,
            ledger: self.machine.ledger()?,
            threads: self.machine.threads(),
        };
        let trace = pipeline::trace(&request, context.observer.as_ref(), &context.cancel())?;
        if self.json {
            ui::data(&text::to_json(&trace))?;
        } else {
            ui::text(&text::to_text(&trace), Tone::Plain)?;
        }
        Ok(Exit::Done)
    }
}
