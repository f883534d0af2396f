//! Makes records of the rows of a worksheet.

use super::workbook_cell::Odd;
use crate::record::{EntityId, FileId, Reason, SourceRecord, Value};
use crate::source::rows::{BrokenRow, Header, RecordMaker};
use crate::source::{DataType, Entity, Format, Sheet};

/// A row of a worksheet.
#[derive(Clone, Debug, Default)]
pub(super) struct SheetRow {
    /// Its number, counted from 1.
    pub(super) number: u64,
    /// The byte of the sheet at which it begins.
    pub(super) offset: u64,
    /// Cells that are there, by their place counted from 0; a cell may hold the empty string.
    pub(super) cells: Vec<(usize, String)>,
    /// The places of cells of which something is odd, and what.
    pub(super) odd: Vec<(usize, Odd)>,
    /// Whether cells or rows before it were skipped or spanned.
    pub(super) sparse: bool,
}

/// Turns rows of a sheet, of which the first names the columns, into records.
#[derive(Debug)]
pub(super) struct SheetRows {
    pub(super) maker: RecordMaker,
    types: Vec<DataType>,
}

/// What is said of a cell that holds an error.
const NO_ERROR: &str = "expected values, and no error of a formula such as #N/A in place of one";

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
        let types = entity.columns.iter().map(|column| column.data_type).collect();
        Self { maker: RecordMaker::new(header, format, (id, entity), file), types }
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
            self.turn_away(row, row.cells.last().map(|(place, _)| *place), None);
            return None;
        }
        if let Some((place, _)) = row.odd.iter().find(|(_, odd)| *odd == Odd::Error) {
            self.turn_away(row, Some(*place), Some(NO_ERROR));
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
            let place = self.maker.header.places()[column];
            let value = place.and_then(|place| cells[place]).map_or(Value::Null, Value::Text);
            let odd = row.odd.iter().find(|(own, _)| Some(*own) == place);
            match odd.and_then(|(_, odd)| refused(self.types[column], *odd)) {
                Some(reason) => self.maker.push_refused(value, reason),
                None => self.maker.push(value),
            }
        }
        Some(self.maker.finish(row.number))
    }

    /// Notes a row that gives no record, for the cell at that place.
    fn turn_away(&mut self, row: &SheetRow, place: Option<usize>, expected: Option<&'static str>) {
        let fields = place.map_or(0, |place| place + 1);
        let (line, offset, reason) = (row.number, row.offset, Reason::BadXml);
        self.maker.notes.faults.broken.push(BrokenRow { line, reason, fields, offset, expected });
    }
}

/// Why a cell is no value of a column, where the column's own form does not tell. A number that lost digits is no identifier
/// any more, nor any other text or number; a number of no day is no day, whatever forms are declared.
fn refused(column: DataType, odd: Odd) -> Option<Reason> {
    match (odd, column) {
        (Odd::Inexact, DataType::Text(_) | DataType::Int | DataType::Decimal(..)) => {
            Some(Reason::BadIdentifierFormat)
        }
        (Odd::NoDay, DataType::Date | DataType::DateTime) => Some(Reason::BadDate),
        _ => None,
    }
}
