//! Rows by the text of one column.

use super::TableRows;
use crate::target::contract::ColumnId;

const FREE: u32 = u32::MAX;

/// The rows of a table by the text of one column; rows of one text in the order in which they were read.
#[derive(Debug, Default)]
pub(super) struct RowIndex {
    slots: Vec<u32>,
    next: Vec<u32>,
}

impl RowIndex {
    /// Indexes a table by a column; rows in which it is null are left out.
    pub(super) fn new(rows: &TableRows, column: ColumnId) -> Self {
        let mut index = Self {
            slots: vec![FREE; (rows.len() * 2).next_power_of_two().max(8)],
            next: vec![FREE; rows.len()],
        };
        // From the last to the first, so that a chain begins with the row read first.
        for place in (0..rows.len()).rev() {
            let Some(text) = rows.row(place).cell(column) else { continue };
            let slot = index.probe(rows, column, text);
            index.next[place] = index.slots[slot];
            index.slots[slot] = u32::try_from(place).unwrap_or(FREE);
        }
        index
    }

    /// The place of the first row with that text.
    pub(super) fn first(&self, rows: &TableRows, column: ColumnId, text: &str) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        place(self.slots[self.probe(rows, column, text)])
    }

    /// The place of the next row with the same text.
    pub(super) fn after(&self, row: usize) -> Option<usize> {
        place(self.next[row])
    }

    fn probe(&self, rows: &TableRows, column: ColumnId, text: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = spread(text) & mask;
        while let Some(held) = place(self.slots[slot]) {
            if rows.row(held).cell(column) == Some(text) {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }
}

fn place(slot: u32) -> Option<usize> {
    (slot != FREE).then_some(slot as usize)
}

/// A quick spread of a short text, mostly GUIDs. Nothing but speed depends on it.
fn spread(text: &str) -> usize {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut hash = text.len() as u64;
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    for word in words {
        hash = (hash.rotate_left(23) ^ u64::from_le_bytes(*word)).wrapping_mul(FACTOR);
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    hash = (hash.rotate_left(23) ^ u64::from_le_bytes(last)).wrapping_mul(FACTOR);
    usize::try_from(hash >> 32).unwrap_or_default()
}
