//! What a run tells about its progress.

/// A step of a run, told as it happens. Paths and counts only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A phase begins; `batches` is 0 where it does not go by batches.
    PhaseStarted {
        /// The phase, as people read it.
        name: &'static str,
        /// How many batches it has.
        batches: u64,
    },
    /// A file of the drop is about to be read.
    FileStarted {
        /// Path within the drop.
        path: String,
        /// Its size.
        bytes: u64,
    },
    /// A file of the drop has been read.
    FileFinished {
        /// The number of records.
        records: u64,
        /// Its size.
        bytes: u64,
    },
    /// A batch is done with this phase.
    BatchFinished {
        /// Its number.
        number: u32,
        /// The number of rows.
        rows: u64,
    },
    /// A phase has ended.
    PhaseFinished,
}

/// Whoever wants to know.
pub trait Observer: Send + Sync {
    /// Takes an event.
    fn event(&self, event: Event);
}

/// Nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    fn event(&self, _event: Event) {}
}
