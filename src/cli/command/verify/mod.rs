//! `verify`.

mod json;
mod text;

use std::path::{Path, PathBuf};

use care2mosaic::pipeline::{self, Exit, ProofRequest, VerifyRequest, verify_proof};
use clap::Args;

use crate::cli::arguments::MachineArguments;
use crate::cli::command_error::CommandError;
use crate::cli::context::Context;
use crate::cli::ui;

/// Find what other hands changed in an output folder
///
/// Works every digest, manifest and list of the folder out again, and the root of the proof. What was changed and carried
/// through all of them only the export shows (--source), or the signature (--allowed-signers).
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Verify {
    /// Output folder
    #[arg(value_name = "DIR", required_unless_present = "proof")]
    out: Option<PathBuf>,
    /// Check the proof of one case file, as `care2mosaic prove` writes it, without the folder
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    proof: Option<PathBuf>,
    /// The root document (root.json) that the proof is to lead to
    #[arg(long, value_name = "FILE", requires = "proof")]
    root_document: Option<PathBuf>,
    #[command(flatten)]
    machine: MachineArguments,
    /// Print what was found as JSON in place of the summary
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  care2mosaic verify out
  care2mosaic verify out --json | jq '.findings[]'
  care2mosaic verify --proof 100000.proof.json";

impl Verify {
    pub(super) fn run(&self, context: &Context) -> Result<Exit, CommandError> {
        match (&self.out, &self.proof) {
            (Some(out), _) => self.folder(out, context),
            (None, Some(proof)) => self.proof(proof),
            // Called without either, it was told so.
            (None, None) => Ok(Exit::Usage),
        }
    }

    fn folder(&self, out: &Path, context: &Context) -> Result<Exit, CommandError> {
        let request = VerifyRequest {
            out: out.to_path_buf(),
            sources: Vec::new(),
            case_file: None,
            allowed_signers: None,
            ledger: self.machine.ledger()?,
            threads: self.machine.threads(),
        };
        let verified = pipeline::verify(&request, context.observer.as_ref(), &context.cancel())?;
        ui::data(&if self.json { json::to_json(&verified) } else { text::to_text(&verified) })?;
        Ok(verified.exit())
    }

    fn proof(&self, proof: &Path) -> Result<Exit, CommandError> {
        let request = ProofRequest { proof: proof.to_path_buf(), root_document: self.root_document.clone() };
        let verified = verify_proof(&request)?;
        ui::data(&if self.json { json::of_proof(&verified) } else { text::of_proof(&verified) })?;
        Ok(verified.exit())
    }
}
