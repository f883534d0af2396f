//! What a run tells about its progress.

use super::Cancel;

/// A step of a run, told as it happens. Paths and counts only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A phase begins.
    PhaseStarted {
        /// The phase, as people read it.
        name: &'static str,
        /// How many batches it has; 0 where it does not go by batches.
        batches: u64,
        /// How many bytes of the drop it reads; 0 where it does not read the drop.
        bytes: u64,
    },
    /// A file of the drop is about to be read.
    FileStarted {
        /// Path within the drop.
        path: String,
        /// Its size.
        bytes: u64,
    },
    /// More of a file has been read since the last event of this kind.
    Read {
        /// The number of bytes.
        bytes: u64,
        /// The number of records.
        records: u64,
    },
    /// A file of the drop has been read to its end; what [`Event::Read`] told of it is included.
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

/// Whoever watches a run, and the wish to stop it.
#[derive(Clone, Copy)]
pub struct Watcher<'a> {
    observer: &'a dyn Observer,
    cancel: &'a Cancel,
}

impl<'a> Watcher<'a> {
    /// Tells this observer, and listens to that wish.
    pub fn new(observer: &'a dyn Observer, cancel: &'a Cancel) -> Self {
        Self { observer, cancel }
    }

    /// Tells of an event.
    pub fn tell(self, event: Event) {
        self.observer.event(event);
    }

    /// Whether the run was asked to stop.
    pub fn stopped(self) -> bool {
        self.cancel.hear()
    }
}

/// Nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    fn event(&self, _event: Event) {}
}
