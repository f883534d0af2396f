//! Rows by the texts of one or several columns.

use super::TableRows;
use crate::target::contract::ColumnId;

const FREE: u32 = u32::MAX;

/// The rows of a table by the texts of some columns; rows of the same texts in the order in which they were read.
#[derive(Debug, Default)]
pub(super) struct RowIndex {
    columns: Box<[ColumnId]>,
    slots: Vec<u32>,
    next: Vec<u32>,
}

impl RowIndex {
    /// Indexes a table by columns; rows in which the first is null are left out.
    pub(super) fn new(rows: &TableRows, columns: &[ColumnId]) -> Self {
        let mut index = Self {
            columns: columns.into(),
            slots: vec![FREE; (rows.len() * 2).next_power_of_two().max(8)],
            next: vec![FREE; rows.len()],
        };
        let mut texts = Vec::with_capacity(columns.len());
        // From the last to the first, so that a chain begins with the row read first.
        for place in (0..rows.len()).rev() {
            let row = rows.row(place);
            texts.clear();
            texts.extend(columns.iter().map(|column| row.cell(*column)));
            if texts.first().is_none_or(Option::is_none) {
                continue;
            }
            let slot = index.probe(rows, &texts);
            index.next[place] = index.slots[slot];
            index.slots[slot] = u32::try_from(place).unwrap_or(FREE);
        }
        index
    }

    /// The place of the first row with those texts.
    pub(super) fn first(&self, rows: &TableRows, texts: &[Option<&str>]) -> Option<usize> {
        if self.slots.is_empty() || texts.len() != self.columns.len() {
            return None;
        }
        place(self.slots[self.probe(rows, texts)])
    }

    /// The place of the next row with the same texts.
    pub(super) fn after(&self, row: usize) -> Option<usize> {
        place(self.next[row])
    }

    fn probe(&self, rows: &TableRows, texts: &[Option<&str>]) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = texts.iter().fold(0, |hash, text| spread(hash, text.unwrap_or_default())) & mask;
        while let Some(held) = place(self.slots[slot]) {
            let held = rows.row(held);
            if self.columns.iter().zip(texts).all(|(column, text)| held.cell(*column) == *text) {
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
fn spread(before: usize, text: &str) -> usize {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut hash = (before as u64).rotate_left(7) ^ text.len() as u64;
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    for word in words {
        hash = (hash.rotate_left(23) ^ u64::from_le_bytes(*word)).wrapping_mul(FACTOR);
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    hash = (hash.rotate_left(23) ^ u64::from_le_bytes(last)).wrapping_mul(FACTOR);
    usize::try_from(hash >> 32).unwrap_or_default()
}
