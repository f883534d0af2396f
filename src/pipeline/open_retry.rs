//! A retry that did not come to its end, whatever it has sealed.

use std::path::Path;

use super::RunError;
use super::earlier::FIRST_RUN;
use super::fingerprint::Fingerprint;
use super::ledger_address::ledger_option;
use crate::ledger::{LedgerAddress, RunRow};
use crate::report::summary::shell_path;

/// A retry that did not come to its end, whatever it has sealed: nothing else is done in its folder before it did.
#[derive(Debug)]
pub(crate) struct OpenRetry<'r> {
    /// The run.
    pub(crate) run: &'r RunRow,
    used: Fingerprint,
    /// The run before it, and what that used.
    pub(crate) before: Option<(&'r RunRow, Fingerprint)>,
}

impl<'r> OpenRetry<'r> {
    /// Finds it among all runs of a folder: only the last that began to write can be open.
    pub(crate) fn among(runs: &'r [RunRow]) -> Option<Self> {
        let writing = runs.iter().rev().filter(|run| !run.dry_run);
        let mut writing = writing.filter_map(|run| Some((run, Fingerprint::parse(&run.fingerprint)?)));
        let (run, used) = writing.next()?;
        if run.finished.is_some() || used.run == FIRST_RUN {
            return None;
        }
        let before = writing.find(|(_, before)| before.run < used.run);
        Some(Self { run, used, before })
    }

    /// The whole command that goes on with it.
    pub(crate) fn command(&self, out: &Path, ledger: Option<&LedgerAddress>) -> String {
        let options = self.used.mappings_options();
        format!("care2mosaic retry {}{}{options}{}", shell_path(out), ledger_option(ledger), self.source())
    }

    /// The drop or the corrected rows that it was given, as an option; nothing where it read what the run before it did.
    pub(crate) fn source(&self) -> String {
        let same = |(_, before): &(&RunRow, Fingerprint)| before.reads_from_where(&self.used);
        if self.before.as_ref().is_some_and(same) {
            return String::new();
        }
        let source = self.used.corrections.last().unwrap_or(&self.used.export);
        format!(" --source {}", shell_path(Path::new(source)))
    }

    /// Whether what it read is not there any more.
    pub(crate) fn lacks_source(&self) -> bool {
        let mut places = std::iter::once(&self.used.export).chain(&self.used.corrections);
        places.any(|place| !Path::new(place).exists())
    }

    /// Why another command does nothing.
    pub(crate) fn refusal(&self, out: &Path, ledger: Option<&LedgerAddress>) -> RunError {
        RunError::UnfinishedRetry { out: out.to_path_buf(), command: self.command(out, ledger) }
    }
}
