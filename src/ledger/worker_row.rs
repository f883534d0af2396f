//! A process at work on a run.

/// A process at work on a run: its lease holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerRow {
    /// Its name.
    pub id: String,
    /// The number of the run; none while it reads the drop.
    pub run: Option<u32>,
    /// The batches that it has in hand.
    pub batches: Vec<u32>,
    /// Whether it writes what follows the last batch of case files: the last batch, the lists, the report.
    pub finishing: bool,
}
