//! A row of an import file.

use super::cells::Cells;
use crate::target::contract::ColumnId;

const NULL: u32 = u32::MAX;

/// A row of an import file, its cells in the contract's order in one piece of memory, with its place in the file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ImportRow {
    /// The physical line on which it starts, counted from 1.
    pub line: u64,
    /// The byte of the file at which it starts, counted from 0.
    pub offset: u64,
    text: String,
    /// For each cell, where it starts, or [`NULL`], and where it ends.
    spans: Vec<(u32, u32)>,
}

impl Clone for ImportRow {
    fn clone(&self) -> Self {
        Self { line: self.line, offset: self.offset, text: self.text.clone(), spans: self.spans.clone() }
    }

    /// Takes the place of a row in its memory.
    fn clone_from(&mut self, row: &Self) {
        (self.line, self.offset) = (row.line, row.offset);
        self.text.clone_from(&row.text);
        self.spans.clone_from(&row.spans);
    }
}

impl ImportRow {
    /// A row of these cells.
    pub fn new<'c>(line: u64, offset: u64, cells: impl IntoIterator<Item = Option<&'c str>>) -> Self {
        let mut row = Self { line, offset, ..Self::default() };
        for cell in cells {
            row.text.push_str(cell.unwrap_or_default());
            row.end_cell(row.text.len(), cell.is_none());
        }
        row
    }

    /// Becomes the record that was split last; its text is taken, not copied.
    pub(super) fn become_record(&mut self, line: u64, offset: u64, cells: &mut Cells) {
        (self.line, self.offset) = (line, offset);
        self.spans.clear();
        for (end, is_null) in cells.give(&mut self.text) {
            self.end_cell(end, is_null);
        }
    }

    fn end_cell(&mut self, end: usize, is_null: bool) {
        // A record longer than this is a fault of the file before it becomes a row.
        let end = u32::try_from(end).unwrap_or(NULL - 1);
        let start = self.spans.last().map_or(0, |(_, end)| *end);
        self.spans.push((if is_null { NULL } else { start }, end));
    }

    /// The number of cells.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether the row has no cells.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// A cell; none where it is null.
    pub fn get(&self, column: ColumnId) -> Option<&str> {
        let (start, end) = *self.spans.get(usize::from(column.0))?;
        (start != NULL).then(|| &self.text[start as usize..end as usize])
    }

    /// All cells in the contract's order.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        self.spans
            .iter()
            .map(|(start, end)| (*start != NULL).then(|| &self.text[*start as usize..*end as usize]))
    }

    /// The key cells joined by slashes, null as nothing: how lists name a row.
    pub fn key(&self, columns: &[ColumnId]) -> String {
        let cells: Vec<_> = columns.iter().map(|column| self.get(*column).unwrap_or_default()).collect();
        cells.join("/")
    }
}
