//! `profile`.

use std::path::PathBuf;

use care2mosaic::pipeline::{self, Exit, ProfileRequest, RunError, check_mappings};
use care2mosaic::report::profile::{to_html, to_text};
use clap::{Args, ValueEnum};

use crate::cli::arguments::MappingsArguments;
use crate::cli::command_error::CommandError;
use crate::cli::context::Context;
use crate::cli::ui;

/// Say what is in an export: tables, columns, codes, what points where, and what looks wrong
///
/// Of values, only codes of reference data with their labels, lengths and years are shown: no name, date of birth, address,
/// identifier or note.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct ProfileOf {
    /// Folder of the export
    export: PathBuf,
    #[command(flatten)]
    pub(super) mappings: MappingsArguments,
    /// Form of the profile
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print it as JSON: the same as --format json
    #[arg(long)]
    json: bool,
}

/// Form of the profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For the terminal
    #[default]
    Text,
    /// A page for people
    Html,
    /// For programs
    Json,
}

const EXAMPLES: &str = "\
Examples:
  care2mosaic profile export
  care2mosaic profile export --format html > profile.html
  care2mosaic profile export --json | jq '.suspicious[]'";

impl ProfileOf {
    pub(super) fn run(&self, context: &Context) -> Result<Exit, CommandError> {
        let plan = check_mappings(&self.mappings.mappings).map_err(RunError::Mappings)?;
        let request = ProfileRequest {
            export: self.export.clone(),
            mappings: self.mappings.mappings.clone(),
            profile: self.mappings.profile.clone(),
        };
        let profile = pipeline::profile(&plan, &request, context.observer.as_ref(), &context.cancel())?;
        ui::data(&match (self.json, self.format) {
            (true, _) | (_, Format::Json) => profile.to_json(),
            (_, Format::Html) => to_html(&profile),
            (_, Format::Text) => to_text(&profile),
        })?;
        Ok(Exit::Done)
    }
}
