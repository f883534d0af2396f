//! What of a drop the mappings do not cover.

use super::{Remedy, UncoveredCode};
use crate::pipeline::Exit;
use crate::record::{Action, Stop};

/// What of a drop the mappings do not cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropCoverage {
    /// The profile that the drop was read by.
    pub profile: String,
    /// How many files of rows it has.
    pub files: usize,
    /// How many rows they have.
    pub records: u64,
    /// Whether files of it could not be read.
    pub unread: bool,
    /// What would refuse a run, in order.
    pub stops: Vec<Stop>,
    /// Codes without a row in their code table, in order of table and key.
    pub codes: Vec<UncoveredCode>,
    /// The lines that would cover it, by file of the mappings folder.
    pub remedies: Vec<Remedy>,
}

impl DropCoverage {
    /// Whether everything that the drop uses is covered; a code that no row has may wait.
    pub fn is_whole(&self) -> bool {
        self.stops.is_empty() && self.codes.iter().all(|code| code.records == 0)
    }

    /// The code that a check ends with.
    pub fn exit(&self) -> Exit {
        let stops = self.stops.iter().map(|stop| match stop.reason.action() {
            Action::StopProof => Exit::Integrity,
            Action::StopMapping => Exit::Mappings,
            _ => Exit::Source,
        });
        let codes = self.codes.iter().filter(|code| code.records > 0).map(|_| Exit::Mappings);
        Exit::of(stops.chain(codes).chain(self.unread.then_some(Exit::Source)))
    }

    /// The whole of it as plain text for a terminal.
    pub fn to_text(&self) -> String {
        super::text::to_text(self)
    }
}
