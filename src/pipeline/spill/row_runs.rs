//! Rows of the last batch, sorted on disk.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};
use std::io;
use std::path::Path;
use std::sync::Mutex;

use super::spill_file::Part;
use super::{Packed, SpillFile};
use crate::pipeline::stage::StageError;
use crate::target::contract::{Contract, Table, TableId, TargetRow};
use crate::target::{MemoryRows, SortedRows, order_of_rows};

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
    pub(crate) fn add(&self, rows: Vec<TargetRow>) -> Result<(), StageError> {
        let rows = MemoryRows::new(self.contract, rows);
        for rows in rows.by_table() {
            let mut bytes = Vec::new();
            for row in rows {
                row.put(&mut bytes);
            }
            let part = self.file.append(&bytes)?;
            self.lock().entry(rows[0].table).or_default().push(part);
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

    fn each(&self, id: TableId, row: &mut dyn FnMut(&TargetRow) -> io::Result<()>) -> io::Result<()> {
        let parts = self.lock().get(&id).cloned().unwrap_or_default();
        let table = self.contract.table(id);
        let mut heap = BinaryHeap::new();
        for part in parts {
            let mut run =
                Run { file: &self.file, next: part.start(), left: part.length(), window: Vec::new(), at: 0 };
            if let Some(first) = run.row().map_err(io::Error::other)? {
                heap.push(Head { row: first, run, table });
            }
        }
        let mut last: Option<TargetRow> = None;
        while let Some(Head { row: least, mut run, .. }) = heap.pop() {
            if let Some(next) = run.row().map_err(io::Error::other)? {
                heap.push(Head { row: next, run, table });
            }
            if last.as_ref() != Some(&least) {
                row(&least)?;
                last = Some(least);
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
    fn row(&mut self) -> Result<Option<TargetRow>, StageError> {
        loop {
            let mut rest = &self.window[self.at..];
            let before = rest.len();
            if let Some(row) = TargetRow::take(&mut rest) {
                self.at += before - rest.len();
                return Ok(Some(row));
            }
            if self.left == 0 {
                return if before == 0 { Ok(None) } else { Err(self.file.damaged()) };
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
    row: TargetRow,
    run: Run<'a>,
    table: &'a Table,
}

impl Ord for Head<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        order_of_rows(self.table, &other.row, &self.row)
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
