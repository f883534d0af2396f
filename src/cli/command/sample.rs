//! `sample`.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use care2mosaic::pipeline::{
    self, AuditResultsRequest, Exit, RunError, SampleRequest, SampleSize, Sampled, SampledStratum,
};
use care2mosaic::report::summary::{plural, shell_path, thousands};
use clap::Args;

use crate::cli::arguments::{MachineArguments, output_folder};
use crate::cli::command_error::CommandError;
use crate::cli::context::Context;
use crate::cli::show::show;
use crate::cli::ui;

/// Draw a sample of the written case files for an audit, with a sheet for each, and take in what was found
///
/// The sample is drawn at random out of all written case files by a seed, so that the same seed draws the same. Besides, one
/// case file is drawn of each group (mappings/audit.toml) of which nobody was drawn; the bound does not count on those.
/// Sheets hold personal data; they are written to a folder of their own with mode 0700.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::exit_words::with_exits(EXAMPLES, "drawn; or the results are taken in, and nothing is held or rejected", &[3, 4, 5, 6, 7, 130]))]
pub(in crate::cli) struct Sample {
    /// Output folder
    #[arg(value_parser = output_folder(), value_name = "DIR")]
    out: PathBuf,
    /// How many case files to draw at random
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    size: Option<u64>,
    /// Draw as many as show, when all are right, with this confidence in percent ...
    #[arg(long, value_name = "PERCENT", requires = "tolerable", conflicts_with = "size")]
    confidence: Option<f64>,
    /// ... that less than this share in percent of all case files is wrong (discovery sampling)
    #[arg(long, value_name = "PERCENT", requires = "confidence")]
    tolerable: Option<f64>,
    /// The same seed draws the same case files
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Folder for the list and the sheets; DIR-audit unless given
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    /// Export that the folder was made of; where the run found it, unless given (can be repeated)
    #[arg(long = "source", value_name = "EXPORT")]
    sources: Vec<PathBuf>,
    /// Mappings whose audit.toml is used in place of the run's own
    #[arg(long, value_name = "MAPPINGS")]
    pub(in crate::cli) mappings: Option<PathBuf>,
    /// List that auditors filled in: take it into the report
    ///
    /// It must hold exactly the case files that were drawn, with their groups. Any list a spreadsheet saved as CSV will do.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["size", "confidence"])]
    results: Option<PathBuf>,
    /// Why a list takes back what an earlier one said; the report shows both
    #[arg(long, value_name = "TEXT", requires = "results")]
    reason: Option<String>,
    #[command(flatten)]
    machine: MachineArguments,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  care2mosaic sample out --size 80
  care2mosaic sample out --confidence 95 --tolerable 3 --seed 7 --to audit
  care2mosaic sample out --size 20 --source moved/export --mappings council
  care2mosaic sample out --size 20 --ledger postgres:///ledger --threads 4
  care2mosaic sample out --results out-audit/sample.csv
  care2mosaic sample out --results out-audit/sample.csv --reason misread";

impl Sample {
    pub(super) fn run(&self, context: &Context) -> Result<Exit, CommandError> {
        if let Some(list) = &self.results {
            let request = AuditResultsRequest {
                out: self.out.clone(),
                list: list.clone(),
                reason: self.reason.clone(),
                ledger: self.machine.ledger()?,
            };
            let finished = pipeline::audit_results(&request)?;
            return show(context, &finished, (&self.out, request.ledger.as_ref()), self.json);
        }
        let request = SampleRequest {
            out: self.out.clone(),
            size: self.size()?,
            seed: self.seed,
            to: self.to.clone().unwrap_or_else(|| self.beside()),
            sources: self.sources.clone(),
            mappings: self.mappings.clone(),
            ledger: self.machine.ledger()?,
            threads: self.machine.threads(),
        };
        let ledger = pipeline::place_names(&self.out, request.ledger.as_ref(), "").ledger;
        let sampled = pipeline::sample(&request, context.observer.as_ref(), &context.cancel())?;
        ui::data(&if self.json { to_json(&sampled) } else { to_text(&sampled, &self.out, &ledger) })?;
        Ok(Exit::Done)
    }

    fn size(&self) -> Result<SampleSize, CommandError> {
        let share = |percent: f64| {
            let message = "--confidence and --tolerable are percentages between 0 and 100 with at most two decimal places, such \
                           as 95 and 2.5";
            // They are told with two places: what is told must be what was worked with.
            let hundredths = percent * 100.0;
            if percent > 0.0 && percent < 100.0 && (hundredths - hundredths.round()).abs() < 1e-6 {
                Ok(percent)
            } else {
                Err(RunError::Usage(message.to_owned()))
            }
        };
        match (self.size, self.confidence, self.tolerable) {
            (Some(size), _, _) => Ok(SampleSize::Number(size)),
            (None, Some(confidence), Some(tolerable)) => {
                let discovery =
                    SampleSize::Discovery { confidence: share(confidence)?, tolerable: share(tolerable)? };
                // 0.95 stands for no confidence at all.
                let message = "--confidence is a percentage of 50 or more, such as 95";
                if confidence < 50.0 {
                    Err(RunError::Usage(message.to_owned()).into())
                } else {
                    Ok(discovery)
                }
            }
            _ => Err(RunError::Usage(
                "say how many: --size N, or --confidence and --tolerable, or --results FILE".to_owned(),
            )
            .into()),
        }
    }

    /// The folder beside the output folder: no sheet may lie in what is handed to the loaders.
    fn beside(&self) -> PathBuf {
        let mut name = self.out.file_name().unwrap_or_default().to_owned();
        name.push("-audit");
        self.out.with_file_name(name)
    }
}

fn to_text(sampled: &Sampled, out: &Path, ledger: &str) -> String {
    let (at_random, besides) = (sampled.at_random(), sampled.besides());
    let all = thousands(sampled.population());
    let case_files = plural(at_random + besides, "case file", "case files");
    let at_random = thousands(at_random);
    let mut text =
        format!("{case_files} drawn (draw {}): {at_random} at random of all {all} written", sampled.draw);
    if besides > 0 {
        let _ = write!(text, ",\nand {} besides, so that every group is looked at", thousands(besides));
    }
    text.push_str("\n\n");
    for SampledStratum { name, case_files, drawn, besides } in &sampled.strata {
        let how = if *besides > 0 { ", besides" } else { "" };
        let _ = writeln!(text, "  {:>8} of {:>8}  {name}{how}", thousands(*drawn), thousands(*case_files));
    }
    let Sampled { confidence, upper_bound_if_right: bound, method, .. } = sampled;
    let _ = writeln!(
        text,
        "\nIf all those drawn at random are found right, then with {confidence} % confidence at most {bound} % of these {all} \
         case files are wrong\n({method})."
    );
    if besides > 0 {
        let _ = writeln!(
            text,
            "Those drawn besides are checked too, and a wrong one fails the audit; the bound does not count on them."
        );
    }
    let (list, out) = (shell_path(&sampled.list), shell_path(out));
    let _ = write!(
        text,
        "\nNext: compare each sheet with both systems; enter right or wrong, who looked, and the day into {list}, then\n"
    );
    let _ = writeln!(text, "  care2mosaic sample {out} --results {list}{ledger}");
    text
}

/// The groups with case files of which none was drawn.
fn left_out(sampled: &Sampled) -> impl Iterator<Item = &str> {
    let none = sampled.strata.iter().filter(|stratum| stratum.case_files > 0 && stratum.drawn == 0);
    none.map(|stratum| stratum.name.as_str())
}

fn to_json(sampled: &Sampled) -> String {
    let strata = sampled.strata.iter().map(|stratum| {
        let SampledStratum { name, case_files, drawn, besides } = stratum;
        serde_json::json!({ "stratum": name, "case_files": case_files, "drawn": drawn, "besides": besides })
    });
    let json = serde_json::json!({
        "format": 1,
        "list": sampled.list,
        "draw": sampled.draw,
        "population": sampled.population(),
        "at_random": sampled.at_random(),
        "besides": sampled.besides(),
        "strata": strata.collect::<Vec<_>>(),
        "none_drawn": left_out(sampled).collect::<Vec<_>>(),
        "confidence": sampled.confidence,
        "upper_bound_if_right": sampled.upper_bound_if_right,
        "method": sampled.method,
    });
    format!("{json:#}\n")
}
