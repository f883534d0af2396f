//! The log on standard error.

use std::io::IsTerminal;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::EnvFilter;

use super::arguments::{Color, LogFormat, OutputArguments};

/// Overrides what is logged, as in `CARE2MOSAIC_LOG=debug`.
const VARIABLE: &str = "CARE2MOSAIC_LOG";

/// Starts the log; `lines` says whether progress is told there.
pub(super) fn start(output: &OutputArguments, lines: bool) {
    let level = match (output.quiet, lines) {
        (true, _) => LevelFilter::ERROR,
        (false, true) => LevelFilter::INFO,
        (false, false) => LevelFilter::WARN,
    };
    let filter =
        EnvFilter::builder().with_default_directive(level.into()).with_env_var(VARIABLE).from_env_lossy();
    let log =
        tracing_subscriber::fmt().with_env_filter(filter).with_target(false).with_writer(std::io::stderr);
    match output.log_format {
        LogFormat::Text => log.with_ansi(colours(output.color)).init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}

/// Whether standard error takes colours, and nobody asked for none.
fn colours(color: Color) -> bool {
    let wanted = || std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    match color {
        Color::Auto => std::io::stderr().is_terminal() && wanted(),
        Color::Always => true,
        Color::Never => false,
    }
}
