//! `migrate`.

use std::path::PathBuf;
use std::time::Duration;

use care2mosaic::pipeline::{self, BATCH_SIZE, Exit, LEASE, MigrateRequest};
use clap::Args;

use crate::cli::arguments::{MachineArguments, MappingsArguments};
use crate::cli::command_error::CommandError;
use crate::cli::context::Context;
use crate::cli::folder::working_folder;
use crate::cli::show::show;

/// Migrate an export into Mosaic import files, and prove that nothing was lost
///
/// Reads the whole export, maps it case file by case file, writes sealed batches, then reads them back and compares them
/// with the export. A case file is written whole or held. Run again after an interruption it goes on; run again when
/// finished it changes nothing.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::exit_words::with_exits(EXAMPLES, "done; everything balanced, nothing held or rejected", &[3, 4, 5, 6, 7, 130]))]
pub(in crate::cli) struct Migrate {
    /// Export: a folder, or the zip that it came as
    export: PathBuf,
    /// Output folder; made where there is none
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    pub(super) mappings: MappingsArguments,
    /// Write no import file: say exactly what the real run would do
    #[arg(long)]
    dry_run: bool,
    /// Leave the proof to a later `reconcile`; of several processes at work on one run, all must say so
    #[arg(long)]
    no_reconcile: bool,
    /// File of 32 bytes that is the key of the digests [default: OUT/proof.key, made by the first run]
    #[arg(long, value_name = "FILE")]
    proof_key: Option<PathBuf>,
    /// Surviving people a batch, in order of person number; 1 or more
    #[arg(long, value_name = "PEOPLE", default_value_t = BATCH_SIZE, value_parser = clap::value_parser!(u32).range(1..))]
    batch_size: u32,
    /// With a ledger that several processes share: seconds that one may be silent before others take over its batches, from 1
    /// to 86400
    #[arg(long, value_name = "SECONDS", default_value_t = LEASE.as_secs(), value_parser = clap::value_parser!(u64).range(1..=86_400))]
    lease: u64,
    #[command(flatten)]
    machine: MachineArguments,
    /// Print the report as JSON in place of the summary
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  care2mosaic migrate export --out out --dry-run
  care2mosaic migrate export --out out
  care2mosaic migrate export --out out --json | jq .verdict
  care2mosaic migrate export --out out --mappings project/mappings --profile v6-sql
  care2mosaic migrate export --out out --batch-size 500 --threads 4
  care2mosaic migrate export --out out --no-reconcile && care2mosaic reconcile out --source export
  care2mosaic migrate export --out out --proof-key council.key
  care2mosaic migrate export --out out --ledger postgres:///ledger --lease 120";

impl Migrate {
    pub(super) fn run(&self, context: &Context) -> Result<Exit, CommandError> {
        let request = self.request()?;
        let finished = pipeline::migrate(&request, context.observer.as_ref(), &context.cancel())?;
        show(context, &finished, (&self.out, request.ledger.as_ref()), self.json)
    }

    fn request(&self) -> Result<MigrateRequest, CommandError> {
        Ok(MigrateRequest {
            export: self.export.clone(),
            corrections: Vec::new(),
            out: self.out.clone(),
            mappings: self.mappings.mappings.clone(),
            profile: self.mappings.profile.clone(),
            dry_run: self.dry_run,
            reconcile: !self.no_reconcile,
            proof_key: self.proof_key.clone(),
            ledger: self.machine.ledger()?,
            lease: Duration::from_secs(self.lease),
            batch_size: self.batch_size,
            threads: self.machine.threads(),
            typed_in: working_folder(),
        })
    }
}
