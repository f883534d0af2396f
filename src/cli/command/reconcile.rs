//! `reconcile`.

use std::path::PathBuf;

use care2mosaic::pipeline::{self, Exit, ReconcileRequest};
use clap::Args;

use crate::cli::arguments::{MachineArguments, output_folder};
use crate::cli::command_error::CommandError;
use crate::cli::context::Context;
use crate::cli::show::show;

/// Prove what an output folder holds against the export that it was made of
///
/// Reads the import files with a reader of its own, runs the mappings backwards, compares every carried field of every
/// record with the export, checks every target column, and works the digests and their root out again.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::exit_words::with_exits(EXAMPLES, "proved; nothing held or rejected", &[3, 4, 5, 6, 7, 130]))]
pub(in crate::cli) struct Reconcile {
    /// Output folder
    #[arg(value_parser = output_folder(), value_name = "DIR")]
    out: PathBuf,
    /// Export that the folder was made of (can be repeated: every one that its runs used)
    #[arg(long = "source", value_name = "EXPORT", required = true)]
    sources: Vec<PathBuf>,
    /// Extract of what Mosaic holds after the load: a folder of one CSV file a table, compared row by row as well
    #[arg(long, value_name = "EXTRACT")]
    mosaic: Option<PathBuf>,
    #[command(flatten)]
    machine: MachineArguments,
    /// Print the report as JSON in place of the summary
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  care2mosaic reconcile out --source export
  care2mosaic reconcile out --source export --source export-sunday --threads 4
  care2mosaic reconcile out --source export --mosaic extract
  care2mosaic reconcile out --source export --ledger postgres:///ledger
  care2mosaic reconcile out --source export --json | jq .root.value";

impl Reconcile {
    pub(super) fn run(&self, context: &Context) -> Result<Exit, CommandError> {
        let request = ReconcileRequest {
            out: self.out.clone(),
            sources: self.sources.clone(),
            mosaic: self.mosaic.clone(),
            ledger: self.machine.ledger()?,
            threads: self.machine.threads(),
        };
        let finished = pipeline::reconcile(&request, context.observer.as_ref(), &context.cancel())?;
        show(context, &finished, (&self.out, request.ledger.as_ref()), self.json)
    }
}
