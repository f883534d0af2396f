//! The command line: arguments in, exit code out. Nothing else prints, reads the environment, or ends the process.
//!
//! Data that was asked for goes to standard output, everything else to standard error.

mod arguments;
mod bug;
mod command;
mod command_error;
mod context;
#[cfg(any(debug_assertions, feature = "failpoints"))]
mod crash;
mod exit_words;
mod folder;
mod interrupt;
mod log;
mod paint;
mod progress;
mod show;
mod ui;

use std::process::ExitCode;

use care2mosaic::pipeline::Exit;
use clap::Parser;

use arguments::Arguments;
use context::Context;

/// Runs the command that was typed.
pub(crate) fn main() -> ExitCode {
    bug::hide_values();
    #[cfg(any(debug_assertions, feature = "failpoints"))]
    crash::arm();
    let arguments = Arguments::parse();
    let exit = std::panic::catch_unwind(|| run(&arguments)).unwrap_or(Exit::Internal);
    ExitCode::from(exit.code())
}

fn run(arguments: &Arguments) -> Exit {
    let context = Context::new(&arguments.output);
    match arguments.command.run(&context) {
        Ok(exit) => exit,
        Err(error) => {
            if let Some(folder) = arguments.command.mappings() {
                context.ui.mistakes(folder, error.mistakes());
            }
            context.ui.error(&error);
            error.exit()
        }
    }
}
