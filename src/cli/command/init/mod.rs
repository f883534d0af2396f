//! `init`.

use std::fs;
use std::path::{Path, PathBuf};

use care2mosaic::pipeline::Exit;
use care2mosaic::report::summary::shell_path;
use care2mosaic::synth::{SynthOptions, synth};
use clap::Args;

use crate::cli::command_error::CommandError;
use crate::cli::context::Context;
use crate::cli::folder::{filling, refuse_filled};
use crate::cli::ui;

/// Write a project folder to start from: mappings, a README, and a small sample export
#[derive(Debug, Args)]
#[command(after_help = crate::cli::exit_words::with_exits(EXAMPLES, "the project is written", &[]))]
pub(in crate::cli) struct Init {
    /// New folder for the project
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

const EXAMPLES: &str = "\
Example:
  care2mosaic init project
  cd project
  care2mosaic migrate sample-export --out out";

/// The files of the package's mappings: their path within the folder, and their bytes.
const MAPPINGS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/mapping_files.rs"));

const README: &str = include_str!("README.md");

/// Tells editors which schema each file of the mappings has.
const SCHEMAS: &str = include_str!("../../../../.taplo.toml");

/// The sample has so many people, which takes no time and shows every table.
const PEOPLE: u64 = 120;

/// A council with something in each of the greater tables.
const SEED: u64 = 3;

impl Init {
    pub(super) fn run(&self, context: &Context) -> Result<Exit, CommandError> {
        refuse_filled(&self.dir)?;
        filling(&self.dir, || self.fill())?;
        context
            .ui
            .note(&format!("Wrote mappings, a README and a sample export into {}.", self.dir.display()));
        ui::data(&format!(
            "Next:\n  cd {}\n  care2mosaic migrate sample-export --out out\n",
            shell_path(&self.dir)
        ))?;
        Ok(Exit::Done)
    }

    fn fill(&self) -> Result<(), CommandError> {
        for (name, bytes) in MAPPINGS {
            write(&self.dir.join("mappings").join(name), bytes)?;
        }
        write(&self.dir.join("README.md"), README.as_bytes())?;
        write(&self.dir.join(".taplo.toml"), SCHEMAS.as_bytes())?;
        let options = SynthOptions { people: PEOPLE, seed: SEED, defects: None };
        synth(&self.dir.join("sample-export"), &options)?;
        Ok(())
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let error = |source| CommandError::Write { path: path.to_path_buf(), source };
    fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).map_err(error)?;
    fs::write(path, bytes).map_err(error)
}
