//! `prove`.

use std::path::PathBuf;

use care2mosaic::pipeline::{Exit, prove_case_file};
use clap::Args;

use crate::cli::arguments::{output_folder, person_number};
use crate::cli::command_error::CommandError;
use crate::cli::ui;

/// Write the proof that one case file is under the root
///
/// A small JSON document: the digest of the case file, its place, the hashes beside its way to the root, and the root.
/// `care2mosaic verify --proof FILE` checks it without the folder, and without anything of another case file.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::exit_words::with_exits(EXAMPLES, "the proof is printed", &[3, 7]))]
pub(in crate::cli) struct Prove {
    /// Output folder
    #[arg(value_parser = output_folder(), value_name = "DIR")]
    out: PathBuf,
    /// Person number of the case file
    #[arg(value_parser = person_number(), value_name = "PERSONNUMBER")]
    number: u64,
}

const EXAMPLES: &str = "\
Examples:
  care2mosaic prove out 100000 > 100000.proof.json
  care2mosaic verify --proof 100000.proof.json
  care2mosaic verify --proof 100000.proof.json --root-document root.json";

impl Prove {
    pub(super) fn run(&self) -> Result<Exit, CommandError> {
        ui::data(&prove_case_file(&self.out, self.number)?.to_json())?;
        Ok(Exit::Done)
    }
}
