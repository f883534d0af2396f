//! `completions`.

use care2mosaic::pipeline::Exit;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::arguments::Arguments;
use crate::cli::command_error::CommandError;
use crate::cli::ui;

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Completions {
    /// Shell
    #[arg(value_enum)]
    shell: Shell,
}

const EXAMPLES: &str = "\
Example:
  care2mosaic completions bash > ~/.local/share/bash-completion/completions/care2mosaic";

impl Completions {
    pub(super) fn run(&self) -> Result<Exit, CommandError> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), env!("CARGO_PKG_NAME"), &mut script);
        ui::data(&String::from_utf8_lossy(&script))?;
        Ok(Exit::Done)
    }
}
