//! The only place that writes to standard output and standard error.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use anstream::ColorChoice;
use care2mosaic::map::render;
use care2mosaic::record::Diagnostic;

use super::arguments::{Color, LogFormat, OutputArguments};
use super::command_error::CommandError;
use super::paint::{CYAN, RED, Tone, paint};

/// Standard output and standard error; colours are left out where a stream takes none, `NO_COLOR` is set, or somebody
/// said so.
#[derive(Clone, Debug)]
pub(super) struct Ui {
    quiet: bool,
    json: bool,
}

impl Ui {
    /// As the arguments say.
    pub(super) fn new(output: &OutputArguments) -> Self {
        let colours = match output.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        colours.write_global();
        Self { quiet: output.quiet, json: output.log_format == LogFormat::Json }
    }

    /// Says something that is no data.
    pub(super) fn note(&self, text: &str) {
        if self.json {
            tracing::info!("{text}");
        } else if !self.quiet {
            complain(text);
        }
    }

    /// Shows mistakes of the mappings where they stand.
    pub(super) fn mistakes(&self, mappings: &Path, found: &[Diagnostic]) {
        if self.json {
            for one in found {
                tracing::error!(file = %one.file.display(), at = one.span.start, label = one.label, "{}", one.title);
            }
        } else if !found.is_empty() {
            complain(&render(mappings, found, true));
        }
    }

    /// Says why a command failed, and what to do next.
    pub(super) fn error(&self, error: &CommandError) {
        let hint = error.hint();
        if self.json {
            tracing::error!(hint, exit = error.exit().code(), "{error}");
            return;
        }
        complain(&format!("{RED}error:{RED:#} {error}"));
        if let Some(hint) = hint {
            complain(&format!("\n{CYAN}hint:{CYAN:#} {hint}"));
        }
    }
}

/// Writes what was asked for, for people: with colours where they are wanted.
pub(super) fn text(text: &str, tone: Tone) -> Result<(), CommandError> {
    data(&paint(text, tone))
}

/// Writes what was asked for. A reader that has seen enough, such as `head`, is no failure.
pub(super) fn data(text: &str) -> Result<(), CommandError> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(CommandError::Output(error)),
        _ => Ok(()),
    }
}

/// Writes a line to standard error; if that is closed there is nobody to tell.
pub(super) fn complain(text: &str) {
    let _: io::Result<()> = writeln!(anstream::stderr().lock(), "{text}");
}
