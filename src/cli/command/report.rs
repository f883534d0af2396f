//! `report`.

use std::path::PathBuf;

use care2mosaic::pipeline::{self, Exit};
use care2mosaic::report::html::to_html;
use care2mosaic::report::model::Report;
use care2mosaic::report::text::to_text;
use clap::{Args, ValueEnum};

use super::comparison;
use crate::cli::arguments::{LedgerArguments, output_folder};
use crate::cli::command_error::CommandError;
use crate::cli::ui;

/// Print the report of an output folder
///
/// The report of a dry run is in its own folder: `care2mosaic report out/dry-runs/0001`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct ReportOf {
    /// Output folder
    #[arg(value_parser = output_folder(), value_name = "DIR")]
    out: PathBuf,
    /// Form of the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Compare two runs in place of it: reasons that went and came, case files in another state. The numbers are those of
    /// `status --history`
    #[arg(long, value_names = ["BEFORE", "AFTER"], num_args = 2)]
    compare: Option<Vec<u32>>,
    #[command(flatten)]
    ledger: LedgerArguments,
}

/// Form of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A page for people, to print and sign
    Html,
    /// For programs
    Json,
    /// A summary for the terminal
    #[default]
    Text,
}

const EXAMPLES: &str = "\
Examples:
  care2mosaic report out
  care2mosaic report out --format html > report.html
  care2mosaic report out --compare 1 3
  care2mosaic report out --format json | jq '.balance[] | select(.held > 0)'";

impl ReportOf {
    pub(super) fn run(&self) -> Result<Exit, CommandError> {
        if let Some([before, after]) = self.compare.as_deref() {
            let ledger = self.ledger.address()?;
            let comparison = pipeline::compare_runs(&self.out, ledger.as_ref(), (*before, *after))?;
            ui::data(&match self.format {
                Format::Json => comparison::to_json(&comparison),
                Format::Html => comparison::to_html(&comparison),
                Format::Text => comparison::to_text(&comparison),
            })?;
            return Ok(Exit::Done);
        }
        let report = Report::read(&self.out.join("reconciliation/report.json"))?;
        let names = pipeline::place_names(&self.out, self.ledger.address()?.as_ref(), &report.run.id);
        ui::data(&match self.format {
            Format::Html => to_html(&report, &names),
            Format::Json => report.to_json(),
            Format::Text => to_text(&report, &names),
        })?;
        Ok(Exit::Done)
    }
}
