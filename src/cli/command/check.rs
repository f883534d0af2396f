//! `check`.

use std::path::PathBuf;

use care2mosaic::map::plan::Plan;
use care2mosaic::pipeline::{CheckRequest, DropCoverage, Exit, RunError, check_drop, check_mappings};
use care2mosaic::record::Diagnostic;
use clap::Args;
use serde_json::json;

use crate::cli::arguments::MappingsArguments;
use crate::cli::command_error::CommandError;
use crate::cli::context::Context;
use crate::cli::paint::Tone;
use crate::cli::ui;

/// Check mappings, code tables and contract, and whether they cover an export
///
/// Every mistake is shown with its file, line and the nearest valid name; examples are run. With an export, everything of it
/// that the mappings do not cover is listed: files, tables, columns and codes, and the lines that would cover them.
#[derive(Debug, Args)]
#[command(after_help = crate::cli::exit_words::with_exits(EXAMPLES, "the mappings are right, and cover the export if one is given", &[3, 4, 6, 130]))]
pub(in crate::cli) struct Check {
    /// Export: a folder, or the zip that it came as; without it the mappings alone are checked
    export: Option<PathBuf>,
    #[command(flatten)]
    pub(super) mappings: MappingsArguments,
    /// Print what was found as JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  care2mosaic check
  care2mosaic check export
  care2mosaic check export --json | jq .drop.codes
  care2mosaic check export --mappings drafted --profile v6-sql";

impl Check {
    pub(super) fn run(&self, context: &Context) -> Result<Exit, CommandError> {
        let plan = match check_mappings(&self.mappings.mappings) {
            Ok(plan) => plan,
            Err(found) => return self.mistaken(found),
        };
        let Some(export) = &self.export else {
            if self.json {
                ui::data(&whole(&plan, None))?;
            } else {
                ui::text(&summary(&plan), Tone::Good)?;
            }
            return Ok(Exit::Done);
        };
        let failed = |source| CommandError::Write { path: std::env::temp_dir(), source };
        let temporary = tempfile::tempdir().map_err(failed)?;
        let request = CheckRequest {
            export: export.clone(),
            mappings: self.mappings.mappings.clone(),
            profile: self.mappings.profile.clone(),
            temporary: temporary.path().to_path_buf(),
        };
        let coverage = check_drop(&plan, &request, context.observer.as_ref(), &context.cancel())?;
        if self.json {
            ui::data(&whole(&plan, Some(&coverage)))?;
        } else {
            ui::text(&coverage.to_text(), Tone::of(coverage.exit()))?;
        }
        Ok(coverage.exit())
    }

    fn mistaken(&self, found: Vec<Diagnostic>) -> Result<Exit, CommandError> {
        if self.json {
            ui::data(&mistakes(&found))?;
            return Ok(Exit::Mappings);
        }
        Err(RunError::Mappings(found).into())
    }
}

fn summary(plan: &Plan) -> String {
    format!(
        "No mistake in {} mapped tables, {} code tables and {} tables of the contract; every example gives what it says.\n",
        plan.entities().count(),
        plan.code_tables().len(),
        plan.contract().tables().len(),
    )
}

fn mistakes(found: &[Diagnostic]) -> String {
    let mistakes = found.iter().map(|one| {
        json!({
            "file": one.file, "start": one.span.start, "end": one.span.end,
            "title": one.title, "label": one.label, "help": one.help,
        })
    });
    format!("{:#}\n", json!({ "format": 1, "mistakes": mistakes.collect::<Vec<_>>() }))
}

fn whole(plan: &Plan, coverage: Option<&DropCoverage>) -> String {
    let drop = coverage.map(|coverage| {
        let stops = coverage.stops.iter().map(|stop| {
            json!({
                "code": stop.reason.code(), "file": stop.file, "line": stop.line, "field": stop.field,
                "message": stop.message,
            })
        });
        let codes = coverage.codes.iter().map(|code| {
            json!({
                "table": code.table, "list": code.list, "code": code.code, "label": code.label,
                "reason": code.reason.code(), "records": code.records,
            })
        });
        let remedies = coverage.remedies.iter().map(
            |remedy| json!({ "file": remedy.file, "advice": remedy.advice, "lines": remedy.lines }),
        );
        json!({
            "covered": coverage.is_whole(), "profile": coverage.profile, "files": coverage.files,
            "records": coverage.records, "stops": stops.collect::<Vec<_>>(), "codes": codes.collect::<Vec<_>>(),
            "remedies": remedies.collect::<Vec<_>>(),
        })
    });
    format!("{:#}\n", json!({ "format": 1, "mistakes": [], "mappings_sha256": plan.sha256(), "drop": drop }))
}
