//! Rows of the last batch, sorted on disk.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};
use std::io;
use std::path::Path;
use std::sync::Mutex;

use super::SpillFile;
use super::spill_file::Part;
use crate::pipeline::stage::{StageError, put_number, take_bytes, take_number};
use crate::target::contract::{Contract, Table, TableId, TargetRow};
use crate::target::{GatheredRows, PackedRows, RowView, SortedRows, by_key};

/// How much of a run is in memory while runs are merged.
const WINDOW: usize = 64 << 10;

/// Rows in sorted runs on disk, one a batch and table; merged when they are read.
#[derive(Debug)]
pub(crate) struct RowRuns<'a> {
    contract: &'a Contract,
    file: SpillFile,
    runs: Mutex<BTreeMap<TableId, Vec<Part>>>,
}

impl<'a> RowRuns<'a> {
    /// Makes the file in a folder that is removed with its run.
    pub(crate) fn create(folder: &Path, contract: &'a Contract) -> Result<Self, StageError> {
        Ok(Self { contract, file: SpillFile::create(folder, "last-rows")?, runs: Mutex::default() })
    }

    /// Puts in the rows of a batch.
    pub(crate) fn add(&self, rows: &[TargetRow]) -> Result<(), StageError> {
        let rows = rows.iter().collect::<GatheredRows>().sorted(self.contract);
        for (table, rows) in rows.by_table() {
            let mut bytes = Vec::new();
            rows.iter().for_each(|row| put_row(&mut bytes, row));
            let part = self.file.append(&bytes)?;
            self.lock().entry(table).or_default().push(part);
        }
        Ok(())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<TableId, Vec<Part>>> {
        self.runs.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl SortedRows for RowRuns<'_> {
    fn tables(&self) -> Vec<TableId> {
        self.lock().keys().copied().collect()
    }

    fn each(&self, id: TableId, row: &mut dyn FnMut(RowView<'_>) -> io::Result<()>) -> io::Result<()> {
        let parts = self.lock().get(&id).cloned().unwrap_or_default();
        let table = self.contract.table(id);
        let width = table.columns.len();
        let mut heads = BinaryHeap::new();
        for part in parts {
            let run =
                Run { file: &self.file, next: part.start(), left: part.length(), window: Vec::new(), at: 0 };
            let mut head = Head { row: PackedRows::new(width), run, table };
            if head.next().map_err(io::Error::other)? {
                heads.push(head);
            }
        }
        let mut last = PackedRows::new(width);
        while let Some(mut head) = heads.pop() {
            if head.view() != last.iter().next() {
                head.view().map_or(Ok(()), &mut *row)?;
                last.clear();
                head.view().into_iter().for_each(|row| last.push(row.cells()));
            }
            if head.next().map_err(io::Error::other)? {
                heads.push(head);
            }
        }
        Ok(())
    }
}

/// A run while it is read.
struct Run<'a> {
    file: &'a SpillFile,
    next: u64,
    left: usize,
    window: Vec<u8>,
    at: usize,
}

impl Run<'_> {
    /// Reads a row into the place of another; false at the end.
    fn row(&mut self, row: &mut PackedRows) -> Result<bool, StageError> {
        loop {
            let mut rest = &self.window[self.at..];
            let before = rest.len();
            if take_row(&mut rest, row).is_some() {
                self.at += before - rest.len();
                return Ok(true);
            }
            if self.left == 0 {
                return if before == 0 { Ok(false) } else { Err(self.file.damaged()) };
            }
            self.more()?;
        }
    }

    /// Reads on; what is left of the window goes to its front, and a row larger than the window makes it grow.
    fn more(&mut self) -> Result<(), StageError> {
        self.window.drain(..self.at);
        self.at = 0;
        let (kept, length) = (self.window.len(), self.left.min(WINDOW));
        self.window.resize(kept + length, 0);
        self.file.read_at(self.next, &mut self.window[kept..])?;
        self.next += length as u64;
        self.left -= length;
        Ok(())
    }
}

/// The first row of a run that was not handed on yet; the least is the greatest for the heap.
struct Head<'a> {
    row: PackedRows,
    run: Run<'a>,
    table: &'a Table,
}

impl Head<'_> {
    fn view(&self) -> Option<RowView<'_>> {
        self.row.iter().next()
    }

    /// Goes on to the next row; false at the end of the run.
    fn next(&mut self) -> Result<bool, StageError> {
        self.run.row(&mut self.row)
    }
}

impl Ord for Head<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (other.view(), self.view()) {
            (Some(other), Some(own)) => by_key(&self.table.key, other, own),
            (other, own) => other.is_some().cmp(&own.is_some()),
        }
    }
}

impl PartialOrd for Head<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Head<'_> {}

/// Appends a row: the length of each cell, one more than it is and nought for none, then their texts.
fn put_row(out: &mut Vec<u8>, row: RowView<'_>) {
    for cell in row.cells() {
        put_number(out, cell.map_or(0, |cell| cell.len() as u64 + 1));
    }
    row.cells().flatten().for_each(|cell| out.extend_from_slice(cell.as_bytes()));
}

/// Takes a row off the front in place of the one that `row` holds; `None`, and nothing taken, where the bytes are not all there.
fn take_row(bytes: &mut &[u8], row: &mut PackedRows) -> Option<()> {
    let mut rest = *bytes;
    let lengths: Option<Vec<u64>> = (0..row.width()).map(|_| take_number(&mut rest)).collect();
    let lengths: Vec<Option<usize>> =
        lengths?.into_iter().map(|length| usize::try_from(length.checked_sub(1)?).ok()).collect();
    let text = std::str::from_utf8(take_bytes(&mut rest, lengths.iter().flatten().sum())?).ok()?;
    row.clear();
    let mut at = 0;
    row.push(lengths.into_iter().map(|length| {
        let start = at;
        at += length.unwrap_or_default();
        length.and_then(|_| text.get(start..at))
    }));
    *bytes = rest;
    Some(())
}
