//! The rows of one table, packed.

use super::FileNo;
use crate::target::contract::ColumnId;

const NULL: u32 = 1 << 31;

/// The rows of one table in the order in which they were read: all cells in one piece of memory.
#[derive(Clone, Debug, Default)]
pub struct TableRows {
    width: usize,
    text: String,
    /// Where each cell ends, counted from the start of its row in `text`; the highest bit is set for null.
    ends: Vec<u32>,
    starts: Vec<usize>,
    places: Vec<(FileNo, u32)>,
}

/// A row as it was read back.
#[derive(Clone, Copy, Debug)]
pub struct TargetRowView<'a> {
    rows: &'a TableRows,
    place: usize,
}

impl TableRows {
    /// No rows yet, of a table with so many columns.
    pub fn new(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    /// Takes a row; `line` is the physical line of the file on which it starts. Missing cells are null, and cells past
    /// the width are ignored: the reader has told of both.
    pub fn push<'a>(&mut self, file: FileNo, line: u64, cells: impl IntoIterator<Item = Option<&'a str>>) {
        let mut cells = cells.into_iter();
        let start = self.text.len();
        for _ in 0..self.width {
            let mark = match cells.next().flatten() {
                Some(text) => {
                    self.text.push_str(text);
                    0
                }
                None => NULL,
            };
            // The reader refuses rows of two gigabytes.
            let end = u32::try_from(self.text.len() - start).unwrap_or(NULL - 1);
            self.ends.push(end | mark);
        }
        self.starts.push(start);
        self.places.push((file, u32::try_from(line).unwrap_or(u32::MAX)));
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The row at a place.
    pub fn row(&self, place: usize) -> TargetRowView<'_> {
        TargetRowView { rows: self, place }
    }

    /// All rows, in the order in which they were read.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = TargetRowView<'_>> {
        (0..self.len()).map(|place| self.row(place))
    }
}

impl<'a> TargetRowView<'a> {
    /// A cell; none for null.
    pub fn cell(self, column: ColumnId) -> Option<&'a str> {
        let index = self.place * self.rows.width + usize::from(column.0);
        let end = self.rows.ends[index];
        if end & NULL != 0 {
            return None;
        }
        let before = if column.0 == 0 { 0 } else { self.rows.ends[index - 1] & !NULL };
        let start = self.rows.starts[self.place];
        Some(&self.rows.text[start + before as usize..start + end as usize])
    }

    /// All cells, in the contract's order.
    pub fn cells(self) -> impl Iterator<Item = Option<&'a str>> {
        (0..self.rows.width).map(move |column| self.cell(ColumnId(u16::try_from(column).unwrap_or(u16::MAX))))
    }

    /// The file that it stands in.
    pub fn file(self) -> FileNo {
        self.rows.places[self.place].0
    }

    /// The physical line on which it starts.
    pub fn line(self) -> u64 {
        u64::from(self.rows.places[self.place].1)
    }

    /// Its place among the rows of its table.
    pub fn place(self) -> usize {
        self.place
    }
}
