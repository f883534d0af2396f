//! A row of an import file.

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
        let mut row = Self::default();
        row.fill(line, offset, cells);
        row
    }

    /// Becomes the row of these cells, in the memory that it has.
    pub(super) fn fill<'c>(
        &mut self,
        line: u64,
        offset: u64,
        cells: impl IntoIterator<Item = Option<&'c str>>,
    ) {
        (self.line, self.offset) = (line, offset);
        self.text.clear();
        self.spans.clear();
        for cell in cells {
            let start = length(&self.text);
            self.text.push_str(cell.unwrap_or_default());
            self.spans.push((if cell.is_some() { start } else { NULL }, length(&self.text)));
        }
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

fn length(text: &str) -> u32 {
    // A record longer than this is a fault of the file before it becomes a row.
    u32::try_from(text.len()).unwrap_or(NULL - 1)
}
