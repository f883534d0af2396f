//! Rows of one table in two pieces of memory, where a text a cell would be as many pieces as there are cells.

use std::cmp::Ordering;

use super::contract::ColumnId;

/// The length of a cell that has no value.
const NULL: u32 = u32::MAX;

/// A packed row: its cells in the contract's column order, none for null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowView<'a> {
    text: &'a str,
    lengths: &'a [u32],
}

impl<'a> RowView<'a> {
    /// The cells, in order.
    pub fn cells(self) -> impl Iterator<Item = Option<&'a str>> + use<'a> {
        let mut rest = self.text;
        self.lengths.iter().map(move |length| {
            if *length == NULL {
                return None;
            }
            let (cell, after) = rest.split_at(*length as usize);
            rest = after;
            Some(cell)
        })
    }

    /// One cell.
    pub fn cell(self, column: ColumnId) -> Option<&'a str> {
        self.cells().nth(usize::from(column.0)).flatten()
    }
}

impl Ord for RowView<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.cells().cmp(other.cells())
    }
}

impl PartialOrd for RowView<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Rows of one width, packed, in the order in which they came until they are sorted.
#[derive(Clone, Debug, Default)]
pub struct PackedRows {
    width: usize,
    text: String,
    lengths: Vec<u32>,
    /// Where the text of each row ends.
    ends: Vec<usize>,
    /// The rows in their order, each by the number with which it came.
    order: Vec<usize>,
}

impl PackedRows {
    /// No rows, of so many cells each.
    pub fn new(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    /// Appends a row; it has as many cells as every other.
    pub fn push<'c>(&mut self, cells: impl Iterator<Item = Option<&'c str>>) {
        let before = self.lengths.len();
        for cell in cells {
            self.text.push_str(cell.unwrap_or_default());
            // No reader takes a value of gigabytes.
            self.lengths.push(cell.map_or(NULL, |cell| u32::try_from(cell.len()).unwrap_or(NULL - 1)));
        }
        debug_assert_eq!(self.lengths.len() - before, self.width, "rows of a table have one width");
        self.order.push(self.ends.len());
        self.ends.push(self.text.len());
    }

    /// How many cells a row has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The rows in their order.
    pub fn iter(&self) -> impl Iterator<Item = RowView<'_>> {
        self.order.iter().map(|row| self.row(*row))
    }

    /// Takes all rows away and keeps the memory for others.
    pub fn clear(&mut self) {
        self.text.clear();
        self.lengths.clear();
        self.ends.clear();
        self.order.clear();
    }

    /// Brings the rows into the order of the cells in these columns, then of all cells, and drops repeated ones.
    pub fn sort(&mut self, key: &[ColumnId]) {
        let first = key.first().copied().unwrap_or(ColumnId(0));
        let mut order: Vec<(u64, usize)> =
            self.order.iter().map(|row| (prefix(self.row(*row).cell(first)), *row)).collect();
        order.sort_unstable_by(|(prefix, one), (other_prefix, other)| {
            prefix.cmp(other_prefix).then_with(|| by_key(key, self.row(*one), self.row(*other)))
        });
        order.dedup_by(|one, other| one.0 == other.0 && self.row(one.1) == self.row(other.1));
        self.order = order.into_iter().map(|(_, row)| row).collect();
    }

    fn row(&self, number: usize) -> RowView<'_> {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        RowView {
            text: &self.text[start..self.ends[number]],
            lengths: &self.lengths[number * self.width..][..self.width],
        }
    }
}

/// The order of two rows of a table: by the cells of its key, then by all cells, so that the same rows give the same bytes.
pub fn by_key(key: &[ColumnId], left: RowView<'_>, right: RowView<'_>) -> Ordering {
    let mut by_key = key.iter().map(|column| left.cell(*column).cmp(&right.cell(*column)));
    by_key.find(|order| order.is_ne()).unwrap_or_else(|| left.cmp(&right))
}

/// The first bytes of a cell as a number: where two differ, so do the cells, and in the same order.
fn prefix(cell: Option<&str>) -> u64 {
    let bytes = cell.unwrap_or_default().as_bytes();
    let mut first = [0; 8];
    let length = bytes.len().min(first.len());
    first[..length].copy_from_slice(&bytes[..length]);
    u64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Cells = Vec<Option<String>>;

    fn packed(rows: &[Cells]) -> PackedRows {
        let mut packed = PackedRows::new(3);
        for row in rows {
            packed.push(row.iter().map(Option::as_deref));
        }
        packed
    }

    fn cells(packed: &PackedRows) -> Vec<Cells> {
        packed.iter().map(|row| row.cells().map(|cell| cell.map(str::to_owned)).collect()).collect()
    }

    proptest! {
        #[test]
        fn rows_come_back_as_they_were_and_in_order(
            rows in prop::collection::vec(prop::collection::vec(prop::option::of("[ab\0é]{0,9}"), 3), 0..20)
        ) {
            let mut all = packed(&rows);
            prop_assert_eq!(cells(&all), rows.clone());
            let mut expected = rows;
            expected.sort_by(|one, other| one[1].cmp(&other[1]).then_with(|| one.cmp(other)));
            expected.dedup();
            all.sort(&[ColumnId(1)]);
            prop_assert_eq!(cells(&all), expected);
        }
    }
}
