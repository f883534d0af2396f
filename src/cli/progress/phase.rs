//! What is known of a phase.

use std::time::Instant;

use care2mosaic::pipeline::Event;
use care2mosaic::report::summary::{bytes, plural, thousands};

/// A phase and how far it is.
#[derive(Clone, Debug)]
pub(super) struct Phase {
    /// Its name.
    pub(super) name: &'static str,
    /// When it began.
    pub(super) began: Instant,
    /// Batches in all; 0 where it does not go by batches.
    pub(super) batches: u64,
    /// Batches that are done.
    pub(super) batches_done: u64,
    /// Bytes in all; 0 where it does not read the drop.
    pub(super) bytes: u64,
    bytes_done: u64,
    bytes_of_file: u64,
    files: u64,
    records: u64,
    records_of_file: u64,
    rows: u64,
}

impl Phase {
    /// A phase that begins now.
    pub(super) fn new(name: &'static str, batches: u64, bytes: u64) -> Self {
        Self {
            name,
            began: Instant::now(),
            batches,
            batches_done: 0,
            bytes,
            bytes_done: 0,
            bytes_of_file: 0,
            files: 0,
            records: 0,
            records_of_file: 0,
            rows: 0,
        }
    }

    /// Takes what happened within the phase.
    pub(super) fn take(&mut self, event: &Event) {
        match event {
            Event::Read { bytes, records } => {
                self.bytes_of_file += bytes;
                self.records_of_file += records;
            }
            Event::FileFinished { bytes, records } => {
                (self.bytes_of_file, self.records_of_file) = (0, 0);
                self.bytes_done += bytes;
                self.records += records;
                self.files += 1;
            }
            Event::BatchFinished { rows, .. } => {
                self.batches_done += 1;
                self.rows += rows;
            }
            Event::PhaseStarted { .. } | Event::FileStarted { .. } | Event::PhaseFinished => {}
        }
    }

    /// Bytes read so far.
    pub(super) fn bytes_done(&self) -> u64 {
        self.bytes_done + self.bytes_of_file
    }

    /// What was counted so far, in words.
    pub(super) fn counts(&self) -> String {
        let records = self.records + self.records_of_file;
        let mut counts = Vec::new();
        if self.files > 0 {
            counts.push(plural(self.files, "file", "files"));
        }
        if self.bytes_done() > 0 {
            counts.push(bytes(self.bytes_done()));
        }
        if records > 0 {
            counts.push(plural(records, "record", "records"));
        }
        if self.batches > 0 {
            counts.push(format!(
                "{} of {}",
                thousands(self.batches_done),
                plural(self.batches, "batch", "batches")
            ));
        }
        if self.rows > 0 {
            counts.push(plural(self.rows, "row", "rows"));
        }
        counts.join(", ")
    }
}
