//! What a run hands back.

use std::path::PathBuf;

use super::Exit;
use crate::report::model::Report;

/// A run that came to its end, whatever it found.
#[derive(Clone, Debug)]
pub struct Finished {
    /// What it has to say.
    pub report: Report,
    /// The code that the command ends with.
    pub exit: Exit,
    /// Whether the run did anything; false where the folder held the same finished run already.
    pub changed: bool,
    /// Why it was not proved at once though that was asked for: what a later `reconcile` needs first.
    pub unproven: Option<String>,
    /// The folder in which `reconciliation/` and `exceptions/` stand: OUT, or `OUT/dry-runs/NNNN` of a dry run.
    pub output: PathBuf,
}
