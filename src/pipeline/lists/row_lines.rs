//! Why rows of a case file are to be corrected.

use std::collections::{HashMap, HashSet};

use super::line::Line;
use super::sorted_lines::SortedLines;
use crate::record::Origin;

/// Why rows of a case file are to be corrected, by their places: the first line about each of the list of rejects, else of that of
/// holds. Where an adoption holds the case file, or a shared record, no correction releases it, and holds are left out.
#[derive(Debug, Default)]
pub(super) struct RowLines {
    first: HashMap<Origin, Line>,
}

impl RowLines {
    /// Takes the first line about each row.
    pub(super) fn new(lines: &SortedLines) -> Self {
        let untold: HashSet<Origin> =
            lines.holds.iter().filter(|line| line.untold).map(|line| line.origin).collect();
        let holds = lines.holds.iter().filter(|line| !lines.silent && !untold.contains(&line.origin));
        let mut first = HashMap::new();
        for line in lines.rejects.iter().chain(holds) {
            first.entry(line.origin).or_insert_with(|| line.clone());
        }
        Self { first }
    }

    /// Why the row at a place is to be corrected.
    pub(super) fn of(&self, origin: Origin) -> Option<&Line> {
        self.first.get(&origin)
    }
}
