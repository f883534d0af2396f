//! `synth`.

use std::fmt::Write;
use std::path::PathBuf;

use care2mosaic::pipeline::{Exit, refuse_within_output};
use care2mosaic::report::summary::{bytes, plural, thousands};
use care2mosaic::synth::{ShapeName, SynthOptions, SynthSummary, synth_only, synth_shape};
use clap::{Args, ValueEnum};

use crate::cli::command_error::CommandError;
use crate::cli::folder::filling;
use crate::cli::ui;

/// Make an export of a synthetic council: nobody in it exists
///
/// The same seed gives the same bytes. With --defects, hard cases are planted and listed in DIR.truth.json beside it.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::exit_words::with_exits(EXAMPLES, "the export is written", &[]))]
pub(in crate::cli) struct Synth {
    /// New folder for the export
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// How many people it has: rows of Person, 1 or more
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    people: u64,
    /// Seed of everything that is left to chance, a whole number: the same seed gives the same bytes
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Shape of the export
    #[arg(long, value_enum, default_value_t)]
    shape: Shape,
    /// Share of case files with a planted hard case, from 0 to 1, such as 0.02; DIR.truth.json lists them [default: none]
    #[arg(long, value_name = "RATE", value_parser = share)]
    defects: Option<f64>,
    /// Write rows of households only of this table (may be given several times); lists and workers stay whole
    #[arg(long, value_name = "TABLE", conflicts_with_all = ["shape", "defects"])]
    only: Vec<String>,
    /// Print the row counts as JSON
    #[arg(long)]
    json: bool,
}

/// Shape of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// One CSV file a table, as taken from the database
    #[default]
    V6Sql,
    /// Tab-delimited text in UTF-16, as a query's results are saved
    Text,
    /// Character files of the database's bulk copy, without header and quotes
    Bcp,
    /// Answers of a web interface: JSON with lookups and labels as remarks
    Odata,
    /// Records of the services of v6: one JSON object a line
    ServiceJson,
    /// data.xml of the Configuration Migration Tool, all tables in one file
    DataXml,
    /// SpreadsheetML 2003, one worksheet a table
    SpreadsheetXml,
    /// XLSX with the columns that Dynamics hides, one workbook a table
    Xlsx,
    /// Views of the screens: headings in words, labels in place of identifiers, active and inactive records apart
    Screen,
    /// Answers of a web interface, with attachments in annotations: rows that hold them in base64
    Annotations,
    /// Tables of the database under their schema and name, answers of forms in flat reporting tables
    ReportingTables,
}

impl Shape {
    fn name(self) -> ShapeName {
        match self {
            Self::V6Sql => ShapeName::V6Sql,
            Self::Text => ShapeName::Text,
            Self::Bcp => ShapeName::Bcp,
            Self::Odata => ShapeName::OData,
            Self::ServiceJson => ShapeName::ServiceJson,
            Self::DataXml => ShapeName::DataXml,
            Self::SpreadsheetXml => ShapeName::SpreadsheetXml,
            Self::Xlsx => ShapeName::Xlsx,
            Self::Screen => ShapeName::Screen,
            Self::Annotations => ShapeName::Annotations,
            Self::ReportingTables => ShapeName::ReportingTables,
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  care2mosaic synth export --people 5000
  care2mosaic synth export --people 5000 --seed 7 --defects 0.02
  care2mosaic synth export --people 5000 --shape xlsx
  care2mosaic synth export --people 5000 --only Person";

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "expected a number from 0 to 1, such as 0.02".into())
}

impl Synth {
    pub(super) fn run(&self) -> Result<Exit, CommandError> {
        refuse_within_output(&self.dir)?;
        let options = SynthOptions { people: self.people, seed: self.seed, defects: self.defects };
        let summary = filling(&self.dir, || {
            Ok(if self.only.is_empty() {
                synth_shape(&self.dir, &options, self.shape.name())?
            } else {
                synth_only(&self.dir, &options, &self.only)?
            })
        })?;
        ui::data(&if self.json { json(&summary) } else { text(&summary) })?;
        Ok(Exit::Done)
    }
}

fn text(summary: &SynthSummary) -> String {
    let mut text = String::new();
    for (table, rows) in summary.tables.iter().filter(|(_, rows)| *rows > 0) {
        let _ = writeln!(text, "{:>12}  {table}", thousands(*rows));
    }
    let households = plural(summary.households, "household", "households");
    let files = plural(summary.files, "attached file", "attached files");
    let _ = writeln!(text, "\n{households}, {files}, {} in all", bytes(summary.bytes));
    text
}

fn json(summary: &SynthSummary) -> String {
    let tables: serde_json::Map<_, _> =
        summary.tables.iter().map(|(table, rows)| (table.clone(), (*rows).into())).collect();
    let json = serde_json::json!({
        "tables": tables, "files": summary.files, "bytes": summary.bytes, "households": summary.households,
    });
    format!("{json:#}\n")
}
