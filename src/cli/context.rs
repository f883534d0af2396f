//! What every command has at hand.

use std::io::IsTerminal;

use care2mosaic::pipeline::{Cancel, Observer, Silent};

use super::arguments::{LogFormat, OutputArguments};
use super::progress::{Bars, Lines};
use super::ui::Ui;
use super::{interrupt, log};

/// What every command has at hand.
pub(super) struct Context {
    /// Where it prints.
    pub(super) ui: Ui,
    /// Shows how far it is.
    pub(super) observer: Box<dyn Observer>,
}

/// How progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Showing {
    Nothing,
    Lines,
    Bars,
}

impl Context {
    /// Sets up log and progress.
    pub(super) fn new(output: &OutputArguments) -> Self {
        let showing = showing(output);
        log::start(output, showing == Showing::Lines);
        let observer: Box<dyn Observer> = match showing {
            Showing::Nothing => Box::new(Silent),
            Showing::Lines => Box::new(Lines::default()),
            Showing::Bars => Box::new(Bars::default()),
        };
        Self { ui: Ui::new(output), observer }
    }

    /// Listens to Ctrl-C from now on, for a command that ends in good order when asked to.
    pub(super) fn cancel(&self) -> Cancel {
        let cancel = Cancel::default();
        interrupt::listen(cancel.clone(), self.ui.clone());
        cancel
    }
}

fn showing(output: &OutputArguments) -> Showing {
    if output.quiet || output.no_progress {
        Showing::Nothing
    } else if output.log_format == LogFormat::Text && std::io::stderr().is_terminal() {
        Showing::Bars
    } else {
        Showing::Lines
    }
}
