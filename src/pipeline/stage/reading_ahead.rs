//! Reads a file on a thread of its own, ahead of whoever takes its records.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::StageError;
use crate::record::SourceRecord;
use crate::source::{FileEnd, FileReader, ReadError, RecordReader};

/// A thread is worth its while for files from this size on, in bytes.
const WORTH_A_THREAD: u64 = 1 << 20;

/// How many records go from thread to thread at once, and how many such lots may wait.
const LOT: usize = 512;
const LOTS: usize = 4;

/// Records, and about how many bytes of the file had been passed after the last.
type Lot = (Vec<SourceRecord>, u64);

/// Hands on every record of a file in order, with about how many bytes of the file had been passed by then. With a second
/// thread a file of some size is read there while records are taken here.
///
/// # Errors
/// What reading comes to, or else taking: the first record that is not taken ends the reading.
pub(super) fn each_record(
    reader: FileReader,
    (bytes, threads): (u64, usize),
    take: impl FnMut(SourceRecord, u64) -> Result<(), StageError>,
) -> Result<FileEnd, StageError> {
    if threads > 1 && bytes >= WORTH_A_THREAD { read_ahead(reader, take) } else { read_here(reader, take) }
}

fn read_here(
    mut reader: FileReader,
    mut take: impl FnMut(SourceRecord, u64) -> Result<(), StageError>,
) -> Result<FileEnd, StageError> {
    while let Some(record) = reader.read()? {
        take(record, reader.offset())?;
    }
    Ok(reader.finish()?)
}

fn read_ahead(
    reader: FileReader,
    take: impl FnMut(SourceRecord, u64) -> Result<(), StageError>,
) -> Result<FileEnd, StageError> {
    let (sender, receiver) = sync_channel(LOTS);
    thread::scope(|scope| {
        let reading = scope.spawn(move || send(reader, &sender));
        let taken = take_lots(receiver, take);
        let read = reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        taken?;
        // Without an end, nobody took the records; that was an error of its own.
        read?.ok_or(StageError::Interrupted)
    })
}

/// Sends every record and gives the end of the file; none where nobody takes them any more.
fn send(mut reader: FileReader, to: &SyncSender<Lot>) -> Result<Option<FileEnd>, ReadError> {
    let mut lot = Vec::with_capacity(LOT);
    while let Some(record) = reader.read()? {
        lot.push(record);
        if lot.len() == LOT {
            let full = std::mem::replace(&mut lot, Vec::with_capacity(LOT));
            if to.send((full, reader.offset())).is_err() {
                return Ok(None);
            }
        }
    }
    match to.send((lot, reader.offset())) {
        Ok(()) => reader.finish().map(Some),
        Err(_) => Ok(None),
    }
}

fn take_lots(
    from: Receiver<Lot>,
    mut take: impl FnMut(SourceRecord, u64) -> Result<(), StageError>,
) -> Result<(), StageError> {
    for (records, offset) in from {
        records.into_iter().try_for_each(|record| take(record, offset))?;
    }
    Ok(())
}
