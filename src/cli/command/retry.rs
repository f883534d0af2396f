//! `retry`.

use std::path::PathBuf;

use care2mosaic::pipeline::{self, Exit, RetryRequest};
use clap::Args;

use crate::cli::arguments::{MachineArguments, MappingsArguments, output_folder, reason};
use crate::cli::command_error::CommandError;
use crate::cli::context::Context;
use crate::cli::folder::working_folder;
use crate::cli::show::show;

/// Try failed batches again, and write held case files once what held them was put right
///
/// Failed batches keep their numbers; case files that nothing holds any more, and those of new people, go into
/// supplementary batches, and what they complete (addresses, records that join two people) into a last one. A sealed batch
/// never changes: mappings that would change what is sealed are refused, unless the changes are accepted.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::exit_words::with_exits(EXAMPLES, "done; everything balanced, nothing held or rejected", &[3, 4, 5, 6, 7, 130]))]
pub(in crate::cli) struct Retry {
    /// Output folder
    #[arg(value_parser = output_folder(), value_name = "DIR")]
    out: PathBuf,
    /// Corrected or later export, or a folder of corrected rows, copied from DIR/exceptions/rows [default: the last run's
    /// export]
    #[arg(long, value_name = "EXPORT")]
    source: Option<PathBuf>,
    /// Number of a failed batch to try again, such as 3 (can be repeated) [default: all failed ones]
    #[arg(long = "batch", value_name = "N")]
    batches: Vec<u32>,
    #[command(flatten)]
    pub(super) mappings: MappingsArguments,
    /// Leave sealed case files as they are although the mappings of today would change them, for this reason
    #[arg(long, value_name = "REASON", value_parser = reason())]
    accept_changes: Option<String>,
    /// Give up attached files that are gone since the run began, for this reason: their case files are held, all others
    /// written; with --batch, those of these batches alone
    #[arg(long, value_name = "REASON", value_parser = reason())]
    lost_files: Option<String>,
    /// Leave the proof to a later `reconcile`
    #[arg(long)]
    no_reconcile: bool,
    #[command(flatten)]
    machine: MachineArguments,
    /// Print the report as JSON in place of the summary
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  care2mosaic retry out                              after the mappings, a code table or the disk was put right
  care2mosaic retry out --source corrected-rows      with rows corrected from out/exceptions/rows
  care2mosaic retry out --source late-export         with a later export
  care2mosaic retry out --batch 7 --batch 9          two failed batches and no other
  care2mosaic retry out --lost-files ticket-481      without attached files that are lost for good
  care2mosaic retry out --accept-changes ticket-482  with mappings that would write sealed case files otherwise
  care2mosaic retry out --mappings mended --profile v6-sql --no-reconcile
  care2mosaic retry out --ledger postgres:///ledger --threads 4";

impl Retry {
    pub(super) fn run(&self, context: &Context) -> Result<Exit, CommandError> {
        let request = self.request()?;
        let finished = pipeline::retry(&request, context.observer.as_ref(), &context.cancel())?;
        show(context, &finished, (&self.out, request.ledger.as_ref()), self.json)
    }

    fn request(&self) -> Result<RetryRequest, CommandError> {
        Ok(RetryRequest {
            out: self.out.clone(),
            source: self.source.clone(),
            batches: self.batches.clone(),
            mappings: self.mappings.mappings.clone(),
            profile: self.mappings.profile.clone(),
            accept_changes: self.accept_changes.clone(),
            lost_files: self.lost_files.clone(),
            reconcile: !self.no_reconcile,
            ledger: self.machine.ledger()?,
            threads: self.machine.threads(),
            typed_in: working_folder(),
        })
    }
}
