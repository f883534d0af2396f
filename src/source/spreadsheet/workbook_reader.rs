//! Reads records out of XLSX workbooks.

use std::io;
use std::sync::mpsc::Receiver;

use super::sheet_rows::{SheetRow, SheetRows};
use super::workbook_rows::{Piece, WorkbookRows};
use crate::record::{EntityId, FileId, Reason, SourceRecord};
use crate::source::input::{InputEnd, WholeFile};
use crate::source::rows::{Header, Malformed, Notes};
use crate::source::{Entity, Format, Sheet};

/// What is said of a document type.
const NO_TYPES: &str = "a document type, which no export has: it is refused";

/// What is said of a value that would be read in part.
const NO_HIDDEN_VALUES: &str = "expected the values of cells as plain text, without character references or character data: \
     save the workbook again, or export it again";

/// Reads the rows of the first visible worksheet, or of the one that the profile names. A second thread unpacks them.
#[derive(Debug)]
pub struct WorkbookReader {
    input: WholeFile,
    pieces: Receiver<Piece>,
    waiting: std::vec::IntoIter<SheetRow>,
    rows: SheetRows,
    number: u64,
    ended: bool,
}

impl WorkbookReader {
    /// Reads the header row of a file of the entity `id`, which is `entity`.
    pub(in crate::source) fn new(
        input: WholeFile,
        (format, sheet): (&Format, &Sheet),
        entity: (EntityId, &Entity),
        file: FileId,
    ) -> io::Result<Self> {
        let pieces = WorkbookRows::start(input.file()?, sheet.name.clone());
        let (declares_types, hides_values) = (input.declares_types(), input.hides_values());
        let rows = SheetRows::new(None, (format, sheet), entity, file);
        let mut reader =
            Self { input, pieces, waiting: Vec::new().into_iter(), rows, number: 0, ended: false };
        if declares_types {
            reader.malformed(NO_TYPES.to_owned());
        } else if hides_values {
            reader.malformed(NO_HIDDEN_VALUES.to_owned());
        }
        let header = reader.next_row();
        let faults = std::mem::take(&mut reader.rows.maker.notes.faults);
        reader.rows = SheetRows::new(header, (format, sheet), entity, file);
        reader.rows.maker.notes.faults = faults;
        Ok(reader)
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.rows.maker.header
    }

    /// The number of the row that was read last; in an archive it has no byte of its own.
    pub fn row_offset(&self) -> u64 {
        self.number
    }

    /// The next record; none at the end of what can be read.
    pub fn next_record(&mut self) -> Option<SourceRecord> {
        while let Some(row) = self.next_row() {
            self.number = row.number;
            let record = self.rows.record(&row);
            if record.is_some() {
                return record;
            }
        }
        None
    }

    /// Hands back the input, the header and the notes.
    pub(in crate::source) fn finish(self) -> (InputEnd, Header, Notes) {
        (self.input.finish(), self.rows.maker.header, self.rows.maker.notes)
    }

    fn malformed(&mut self, message: String) {
        let line = self.number.max(1);
        let malformed = Malformed { reason: Reason::BadXml, line, offset: None, message };
        self.rows.maker.notes.faults.malformed = Some(malformed);
        self.ended = true;
    }

    fn next_row(&mut self) -> Option<SheetRow> {
        loop {
            if let Some(row) = self.waiting.next() {
                return Some(row);
            }
            if self.ended {
                return None;
            }
            match self.pieces.recv() {
                Ok(Piece::Sheet(name)) => self.rows.maker.notes.faults.sheet = Some(name),
                Ok(Piece::Rows(rows)) => self.waiting = rows.into_iter(),
                Ok(Piece::End) => self.ended = true,
                Ok(Piece::Malformed(message)) => self.malformed(message),
                // The thread broke off over something that no workbook has.
                Err(_) => self.malformed("expected an XLSX workbook: export again, whole".to_owned()),
            }
        }
    }
}
