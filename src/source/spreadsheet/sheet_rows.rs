//! Makes records of the rows of a worksheet.

use crate::record::{EntityId, FileId, Reason, SourceRecord, Value};
use crate::source::rows::{BrokenRow, Header, RecordMaker};
use crate::source::{Entity, Format, Sheet};

/// A row of a worksheet.
#[derive(Clone, Debug, Default)]
pub(super) struct SheetRow {
    /// Its number, counted from 1.
    pub(super) number: u64,
    /// The byte of the sheet at which it begins.
    pub(super) offset: u64,
    /// Cells that are there, by their place counted from 0; a cell may hold the empty string.
    pub(super) cells: Vec<(usize, String)>,
    /// Whether cells or rows before it were skipped or spanned.
    pub(super) sparse: bool,
}

/// Turns rows of a sheet, of which the first names the columns, into records.
#[derive(Debug)]
pub(super) struct SheetRows {
    pub(super) maker: RecordMaker,
}

impl SheetRows {
    pub(super) fn new(
        header: Option<SheetRow>,
        (format, sheet): (&Format, &Sheet),
        (id, entity): (EntityId, &Entity),
        file: FileId,
    ) -> Self {
        let width = header.iter().flat_map(|row| &row.cells).map(|(place, _)| place + 1).max().unwrap_or(0);
        let mut names = vec![String::new(); width];
        for (place, name) in header.into_iter().flat_map(|row| row.cells) {
            name.trim().clone_into(&mut names[place]);
        }
        let called = |name: &str| format.called(id, name);
        let header = if sheet.hidden_columns {
            Header::with_hidden(names, entity, called)
        } else {
            Header::new(names, entity, called)
        };
        Self { maker: RecordMaker::new(header, format, (id, entity), file) }
    }

    /// The record of a row, unless the row is none.
    pub(super) fn record(&mut self, row: &SheetRow) -> Option<SourceRecord> {
        if row.cells.is_empty() {
            return None;
        }
        let cell = |wanted: usize| {
            row.cells.iter().find(|(place, _)| *place == wanted).map(|(_, text)| text.as_str())
        };
        if self.maker.leaves_out(row.number, cell) {
            return None;
        }
        let width = self.maker.header.names().len();
        let backwards = row.cells.windows(2).any(|pair| pair[0].0 >= pair[1].0);
        if backwards || row.cells.iter().any(|(place, text)| *place >= width && !text.is_empty()) {
            let fields = row.cells.last().map_or(0, |(place, _)| place + 1);
            let broken = BrokenRow { line: row.number, reason: Reason::BadXml, fields, offset: row.offset };
            self.maker.notes.faults.broken.push(broken);
            return None;
        }
        let mut cells: Vec<Option<&str>> = vec![None; width];
        for (place, text) in row.cells.iter().filter(|(place, _)| *place < width) {
            cells[*place] = Some(text);
        }
        let names = self.maker.header.names();
        if cells.iter().zip(names).all(|(cell, name)| cell.unwrap_or_default().trim() == name) {
            self.maker.notes.repeated_headers.push(row.number);
            return None;
        }
        self.maker.notes.sparse_rows += u64::from(row.sparse);
        let RecordMaker { header, notes, .. } = &mut self.maker;
        for (place, filled) in header.unknown().iter().zip(&mut notes.unknown_filled) {
            *filled += u64::from(cells[*place].is_some_and(|text| !text.is_empty()));
        }
        for column in 0..self.maker.header.places().len() {
            let cell = self.maker.header.places()[column].and_then(|place| cells[place]);
            self.maker.push(cell.map_or(Value::Null, Value::Text));
        }
        Some(self.maker.finish(row.number))
    }
}
