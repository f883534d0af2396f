//! What a finished run prints.

use std::path::Path;

use care2mosaic::pipeline::{Exit, Finished};
use care2mosaic::report::summary::{PlaceNames, shell_path};
use care2mosaic::report::text::to_text;

use super::command_error::CommandError;
use super::context::Context;
use super::ui;

/// Prints the summary of a finished run, or its report as JSON, and gives the code to end with.
pub(super) fn show(
    context: &Context,
    finished: &Finished,
    (out, export): (&Path, &Path),
    json: bool,
) -> Result<Exit, CommandError> {
    if !finished.changed {
        let out = out.display();
        context.ui.note(&format!("{out} holds this very run already, finished; nothing was changed."));
    }
    let names = PlaceNames {
        out: shell_path(out),
        export: shell_path(export),
        results: finished.output.display().to_string(),
    };
    let report = &finished.report;
    ui::data(&if json { report.to_json() } else { to_text(report, &names) })?;
    Ok(finished.exit)
}
