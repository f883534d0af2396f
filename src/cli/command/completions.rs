//! `completions`.

use std::path::{Path, PathBuf};

use care2mosaic::pipeline::{Exit, refuse_within_output};
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::arguments::Arguments;
use crate::cli::command_error::CommandError;
use crate::cli::context::Context;
use crate::cli::ui;

/// Print completions for a shell, or write man pages
#[derive(Debug, Args)]
#[command(after_help = crate::cli::exit_words::with_exits(EXAMPLES, "written", &[]))]
pub(in crate::cli) struct Completions {
    /// Shell
    #[arg(value_enum, required_unless_present = "man")]
    shell: Option<Shell>,
    /// Write a man page for each command into this folder instead
    #[arg(long, value_name = "DIR", conflicts_with = "shell")]
    man: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  care2mosaic completions bash > ~/.local/share/bash-completion/completions/care2mosaic
  care2mosaic completions --man ~/.local/share/man/man1";

impl Completions {
    pub(super) fn run(&self, context: &Context) -> Result<Exit, CommandError> {
        if let Some(folder) = &self.man {
            refuse_within_output(&folder.join("care2mosaic.1"))?;
            write_man_pages(folder)?;
            context.ui.note(&format!("Wrote the man pages into {}.", folder.display()));
        }
        if let Some(shell) = self.shell {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), env!("CARGO_PKG_NAME"), &mut script);
            ui::data(&String::from_utf8_lossy(&script))?;
        }
        Ok(Exit::Done)
    }
}

fn write_man_pages(folder: &Path) -> Result<(), CommandError> {
    let failed = |source| CommandError::Write { path: folder.to_path_buf(), source };
    std::fs::create_dir_all(folder).map_err(failed)?;
    clap_mangen::generate_to(Arguments::command().disable_help_subcommand(true), folder).map_err(failed)
}
