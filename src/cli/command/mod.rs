//! The commands, one file each.

mod check;
mod comparison;
mod completions;
mod ddl;
mod init;
mod load;
mod migrate;
mod profile;
mod prove;
mod reconcile;
mod report;
mod retry;
mod sample;
mod seal;
mod status;
mod synth;
mod trace;
mod verify;

use std::path::Path;

use care2mosaic::pipeline::Exit;
use clap::Subcommand;

use super::command_error::CommandError;
use super::context::Context;

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Init(init::Init),
    Profile(profile::ProfileOf),
    Check(check::Check),
    Migrate(migrate::Migrate),
    Status(status::StatusOf),
    Retry(retry::Retry),
    Reconcile(reconcile::Reconcile),
    Report(report::ReportOf),
    Trace(trace::Trace),
    Sample(sample::Sample),
    Ddl(ddl::Ddl),
    Load(load::Load),
    Verify(verify::Verify),
    Prove(prove::Prove),
    Seal(seal::Seal),
    Synth(synth::Synth),
    Completions(completions::Completions),
}

impl Command {
    /// The folder whose mistakes it may find.
    pub(super) fn mappings(&self) -> Option<&Path> {
        match self {
            Self::Profile(command) => Some(&command.mappings.mappings),
            Self::Check(command) => Some(&command.mappings.mappings),
            Self::Migrate(command) => Some(&command.mappings.mappings),
            Self::Sample(command) => command.mappings.as_deref(),
            Self::Ddl(command) => Some(&command.mappings),
            Self::Retry(command) => Some(&command.mappings.mappings),
            _ => None,
        }
    }

    /// Does it, and gives the code to end with.
    pub(super) fn run(&self, context: &Context) -> Result<Exit, CommandError> {
        match self {
            Self::Init(command) => command.run(context),
            Self::Profile(command) => command.run(context),
            Self::Check(command) => command.run(context),
            Self::Migrate(command) => command.run(context),
            Self::Status(command) => command.run(),
            Self::Retry(command) => command.run(context),
            Self::Reconcile(command) => command.run(context),
            Self::Report(command) => command.run(context),
            Self::Trace(command) => command.run(context),
            Self::Sample(command) => command.run(context),
            Self::Ddl(command) => command.run(),
            Self::Load(command) => command.run(context),
            Self::Verify(command) => command.run(context),
            Self::Prove(command) => command.run(),
            Self::Seal(command) => command.run(context),
            Self::Synth(command) => command.run(),
            Self::Completions(command) => command.run(context),
        }
    }
}
