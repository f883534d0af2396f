//! `report`.

use std::path::{Path, PathBuf};

use care2mosaic::pipeline::{self, Exit};
use care2mosaic::report::html::to_html;
use care2mosaic::report::model::{Report, Verdict};
use care2mosaic::report::summary::PlaceNames;
use care2mosaic::report::text::to_text;
use clap::{Args, ValueEnum};

use super::comparison;
use crate::cli::arguments::{LedgerArguments, output_folder};
use crate::cli::command_error::CommandError;
use crate::cli::context::Context;
use crate::cli::paint::Tone;
use crate::cli::ui;

/// Print the report of an output folder
///
/// Of a folder that holds dry runs only, the report of the last is printed; each has its own in its own folder:
/// `care2mosaic report out/dry-runs/0001`.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::exit_words::with_exits(EXAMPLES, "printed, whatever the verdict is", &[3, 7]))]
pub(in crate::cli) struct ReportOf {
    /// Output folder
    #[arg(value_parser = output_folder(), value_name = "DIR")]
    out: PathBuf,
    /// Form of the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print it as JSON: the same as --format json
    #[arg(long)]
    json: bool,
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
  care2mosaic report out --ledger postgres:///ledger
  care2mosaic report out --json | jq '.balance[] | select(.held > 0)'";

/// The report of a run, in the folder of its results.
const REPORT: &str = "reconciliation/report.json";

/// The folder of an output folder with the results of its dry runs.
const DRY_RUNS: &str = "dry-runs";

impl ReportOf {
    pub(super) fn run(&self, context: &Context) -> Result<Exit, CommandError> {
        if let Some([before, after]) = self.compare.as_deref() {
            let ledger = self.ledger.address()?;
            let comparison = pipeline::compare_runs(&self.out, ledger.as_ref(), (*before, *after))?;
            match self.format() {
                Format::Json => ui::data(&comparison::to_json(&comparison))?,
                Format::Html => ui::data(&comparison::to_html(&comparison))?,
                Format::Text => ui::text(&comparison::to_text(&comparison), Tone::Plain)?,
            }
            return Ok(Exit::Done);
        }
        let (out, results) = self.folders(context)?;
        let report = Report::read(&results.join(REPORT))?;
        let names = pipeline::place_names(&out, self.ledger.address()?.as_ref(), &report.run.id);
        let names = PlaceNames { results: results.display().to_string(), ..names };
        match self.format() {
            Format::Html => ui::data(&to_html(&report, &names))?,
            Format::Json => ui::data(&report.to_json())?,
            Format::Text => ui::text(&to_text(&report, &names), tone(&report))?,
        }
        Ok(Exit::Done)
    }

    fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }

    /// The output folder, and the folder of the report in it: of the last run, else of the last dry run. Where the folder of
    /// a dry run is named, the output folder is that in which it lies.
    fn folders(&self, context: &Context) -> Result<(PathBuf, PathBuf), CommandError> {
        let above = self.out.parent().filter(|above| above.ends_with(DRY_RUNS)).and_then(Path::parent);
        if let Some(out) = above {
            let out = if out.as_os_str().is_empty() { Path::new(".") } else { out };
            return Ok((out.to_path_buf(), self.out.clone()));
        }
        if !self.out.join(REPORT).exists() {
            pipeline::refuse_unfinished(&self.out, self.ledger.address()?.as_ref())?;
        }
        Ok(match last_dry_run(&self.out) {
            Some(dry_run) if !self.out.join(REPORT).exists() => {
                let (out, shown) = (self.out.display(), dry_run.display());
                context
                    .ui
                    .note(&format!("{out} holds dry runs only; this is the report of the last, {shown}."));
                (self.out.clone(), dry_run)
            }
            _ => (self.out.clone(), self.out.clone()),
        })
    }
}

/// The folder of the last dry run that has a report.
fn last_dry_run(out: &Path) -> Option<PathBuf> {
    let folders = std::fs::read_dir(out.join(DRY_RUNS)).ok()?.flatten().map(|entry| entry.path());
    folders.filter(|folder| folder.join(REPORT).is_file()).max()
}

/// What the first line of a report tells.
fn tone(report: &Report) -> Tone {
    match report.verdict {
        Verdict::Reconciled if report.failed_batches.is_empty() => Tone::Good,
        Verdict::Reconciled | Verdict::ReconciledWithExceptions | Verdict::Unproven => Tone::Left,
        Verdict::NotReconciled | Verdict::Refused => Tone::Bad,
    }
}
