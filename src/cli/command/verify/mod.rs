//! `verify`.

mod json;
mod text;

use std::path::{Path, PathBuf};

use care2mosaic::pipeline::{self, Exit, ProofRequest, VerifyRequest, verify_proof};
use clap::Args;

use crate::cli::arguments::{MachineArguments, output_folder, person_number};
use crate::cli::command_error::CommandError;
use crate::cli::context::Context;
use crate::cli::paint::Tone;
use crate::cli::ui;

/// Find what other hands changed in an output folder
///
/// Works every digest, manifest and list of the folder out again, and the root of the proof. What was changed and carried
/// through all of them only the export shows (--source), or the signature (--allowed-signers).
#[derive(Debug, Args)]
#[command(after_help = crate::cli::exit_words::with_exits(EXAMPLES, "nothing was changed", &[3, 4, 7, 130]))]
pub(in crate::cli) struct Verify {
    /// Output folder
    #[arg(value_parser = output_folder(), value_name = "DIR", required_unless_present = "proof")]
    out: Option<PathBuf>,
    /// Check the proof of one case file, as `care2mosaic prove` writes it, without the folder
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    proof: Option<PathBuf>,
    /// The root document (root.json) that the proof is to lead to
    #[arg(long, value_name = "FILE", requires = "proof")]
    root_document: Option<PathBuf>,
    /// Export that the folder was made of, to be compared too (can be repeated: every one that its runs used)
    #[arg(long = "source", value_name = "EXPORT", conflicts_with = "proof")]
    sources: Vec<PathBuf>,
    /// Look at one case file only: its digest under the root, its batch, the rows of its person
    #[arg(long, value_parser = person_number(), value_name = "PERSONNUMBER", conflicts_with = "proof")]
    case_file: Option<u64>,
    /// Check who signed the root document, by a list of allowed signers as ssh-keygen(1) has it
    #[arg(long, value_name = "FILE")]
    allowed_signers: Option<PathBuf>,
    /// The principal in that list who must have signed; else any
    #[arg(long, value_name = "PRINCIPAL", requires = "allowed_signers")]
    signer: Option<String>,
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
  care2mosaic verify out --source export
  care2mosaic verify out --case-file 100000
  care2mosaic verify out --allowed-signers allowed_signers --signer ann@council.example
  care2mosaic verify --proof 100000.proof.json --root-document root.json
  care2mosaic verify out --ledger postgres:///ledger --threads 4";

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
            sources: self.sources.clone(),
            case_file: self.case_file,
            allowed_signers: self.allowed_signers.clone(),
            signer: self.signer.clone(),
            ledger: self.machine.ledger()?,
            threads: self.machine.threads(),
        };
        let verified = pipeline::verify(&request, context.observer.as_ref(), &context.cancel())?;
        if self.json {
            ui::data(&json::to_json(&verified))?;
        } else {
            ui::text(&text::to_text(&verified), Tone::of(verified.exit()))?;
        }
        Ok(verified.exit())
    }

    fn proof(&self, proof: &Path) -> Result<Exit, CommandError> {
        let request = ProofRequest {
            proof: proof.to_path_buf(),
            root_document: self.root_document.clone(),
            allowed_signers: self.allowed_signers.clone(),
            signer: self.signer.clone(),
        };
        let verified = verify_proof(&request)?;
        if self.json {
            ui::data(&json::of_proof(&verified))?;
        } else {
            ui::text(&text::of_proof(&verified), Tone::of(verified.exit()))?;
        }
        Ok(verified.exit())
    }
}
