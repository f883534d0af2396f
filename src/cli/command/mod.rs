//! The commands, one file each.

mod completions;
mod init;
mod migrate;
mod reconcile;
mod report;
mod status;
mod synth;

use care2mosaic::pipeline::Exit;
use clap::Subcommand;

use super::command_error::CommandError;
use super::context::Context;

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Init(init::Init),
    Migrate(migrate::Migrate),
    Status(status::StatusOf),
    Reconcile(reconcile::Reconcile),
    Report(report::ReportOf),
    Synth(synth::Synth),
    Completions(completions::Completions),
}

impl Command {
    /// Does it, and gives the code to end with.
    pub(super) fn run(&self, context: &Context) -> Result<Exit, CommandError> {
        match self {
            Self::Init(command) => command.run(context),
            Self::Migrate(command) => command.run(context),
            Self::Status(command) => command.run(),
            Self::Reconcile(command) => command.run(context),
            Self::Report(command) => command.run(),
            Self::Synth(command) => command.run(),
            Self::Completions(command) => command.run(),
        }
    }
}
