//! What a finished run prints.

use std::path::Path;

use care2mosaic::ledger::LedgerAddress;
use care2mosaic::pipeline::{self, Exit, Finished};
use care2mosaic::report::summary::PlaceNames;
use care2mosaic::report::text::to_text;

use super::command_error::CommandError;
use super::context::Context;
use super::paint::Tone;
use super::ui;

/// Prints the summary of a finished run, or its report as JSON, and gives the code to end with.
pub(super) fn show(
    context: &Context,
    finished: &Finished,
    (out, ledger): (&Path, Option<&LedgerAddress>),
    json: bool,
) -> Result<Exit, CommandError> {
    if !finished.changed {
        let out = out.display();
        context.ui.note(&format!("{out} holds this very run already, finished; nothing was changed."));
    }
    let report = &finished.report;
    let names = pipeline::place_names(out, ledger, &report.run.id);
    let results = finished.output.display().to_string();
    let names = PlaceNames { results, unproven: finished.unproven.clone(), ..names };
    if let Some(why) = finished.unproven.as_ref().filter(|_| json) {
        context.ui.note(&format!("Not proved yet: {why}."));
    }
    if json {
        ui::data(&report.to_json())?;
    } else {
        ui::text(&to_text(report, &names), Tone::of(finished.exit))?;
    }
    Ok(finished.exit)
}
