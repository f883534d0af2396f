//! Unpacks the rows of a workbook, ahead of the reader.

use std::fs::File;
use std::io::BufReader;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use calamine::{Reader, SheetVisible, Xlsx};

use super::sheet_rows::SheetRow;
use super::workbook_cell::text_of;

/// Rows handed on at a time, and pieces that may wait: memory is bounded by these.
const ROWS: usize = 256;
const PIECES: usize = 4;

/// What the unpacking thread hands on.
#[derive(Debug)]
pub(super) enum Piece {
    /// The worksheet of which rows follow.
    Sheet(String),
    /// Rows, in order.
    Rows(Vec<SheetRow>),
    /// The workbook is none, or none that can be read to its end.
    Malformed(String),
    /// All rows are handed on. Where this does not come, the thread broke off.
    End,
}

type Book = Xlsx<BufReader<File>>;

/// The thread that unpacks.
pub(super) struct WorkbookRows {
    sender: SyncSender<Piece>,
    rows: Vec<SheetRow>,
}

impl WorkbookRows {
    /// Starts unpacking. It ends when the rows do, or when nobody takes them any more.
    pub(super) fn start(file: File, sheet: Option<String>) -> Receiver<Piece> {
        let (sender, receiver) = sync_channel(PIECES);
        std::thread::spawn(move || {
            let mut rows = Self { sender, rows: Vec::new() };
            let end = rows.unpack(file, sheet.as_deref()).map_or_else(Piece::Malformed, |()| Piece::End);
            let read = std::mem::take(&mut rows.rows);
            // Nobody is there to hear it where this fails.
            let _ = rows.sender.send(Piece::Rows(read));
            let _ = rows.sender.send(end);
        });
        receiver
    }

    fn unpack(&mut self, file: File, sheet: Option<&str>) -> Result<(), String> {
        let unsound = |_| "expected an XLSX workbook: export again, whole".to_owned();
        let mut book: Book = Xlsx::new(BufReader::new(file)).map_err(unsound)?;
        let name = wanted(&mut book, sheet)?;
        let mut cells = book.worksheet_cells_reader(&name).map_err(unsound)?;
        // Nobody is there to hear it where this fails.
        let _ = self.sender.send(Piece::Sheet(name.clone()));
        let mut row = SheetRow::default();
        let mut last = 0;
        while let Some(cell) = cells.next_cell().map_err(unsound)? {
            let (number, place) = cell.get_position();
            let (number, place) = (u64::from(number) + 1, place as usize);
            if number < row.number {
                return Err("expected rows in ascending order: export again, whole".to_owned());
            }
            if number != row.number {
                let full = std::mem::replace(
                    &mut row,
                    SheetRow { number, sparse: number > last + 1, ..SheetRow::default() },
                );
                last = number;
                if !self.take(full) {
                    return Ok(());
                }
            }
            row.sparse |= place > row.cells.last().map_or(0, |(last, _)| last + 1);
            if let Some((text, odd)) = text_of(cell.get_value()) {
                row.cells.push((place, text));
                row.odd.extend(odd.map(|odd| (place, odd)));
            }
        }
        self.take(row);
        Ok(())
    }

    /// Takes a row; false where nobody wants it.
    fn take(&mut self, row: SheetRow) -> bool {
        if !row.cells.is_empty() {
            self.rows.push(row);
        }
        if self.rows.len() < ROWS {
            return true;
        }
        self.sender.send(Piece::Rows(std::mem::take(&mut self.rows))).is_ok()
    }
}

/// The worksheet that the profile names, else the only visible one with cells.
fn wanted(book: &mut Book, sheet: Option<&str>) -> Result<String, String> {
    if let Some(name) = sheet {
        let there = book.sheet_names().iter().any(|own| own == name);
        return there.then(|| name.to_owned()).ok_or_else(|| format!("expected a worksheet {name}"));
    }
    let visible = book.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let names: Vec<String> = visible.map(|sheet| sheet.name.clone()).collect();
    let mut filled = Vec::new();
    for name in &names {
        let mut cells =
            book.worksheet_cells_reader(name).map_err(|_| "a worksheet cannot be read".to_owned())?;
        if cells.next_cell().is_ok_and(|cell| cell.is_some()) {
            filled.push(name.clone());
        }
    }
    match filled.len() {
        0 => names.into_iter().next().ok_or_else(|| "expected a worksheet that is not hidden".to_owned()),
        1 => Ok(filled.remove(0)),
        _ => Err("expected rows in one worksheet: name it in the profile as sheet".to_owned()),
    }
}
