//! Import files: RFC 4180 in the contract's form, CRLF, empty for null.

use std::io::{self, Write};

use encoding_rs::WINDOWS_1252;
use memchr::{memchr, memchr3};

use super::contract::{FileForm, Table, TextEncoding};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Writes the header of a table, after a byte-order mark where the form demands one.
pub(super) fn write_header(out: &mut impl Write, table: &Table) -> io::Result<()> {
    if table.form.byte_order_mark {
        out.write_all(BYTE_ORDER_MARK)?;
    }
    write_cells(out, table.form, table.columns.iter().map(|column| Some(column.name.as_str())))
}

/// Writes a row of a table.
pub(super) fn write_row<'a>(
    out: &mut impl Write,
    table: &Table,
    cells: impl Iterator<Item = Option<&'a str>>,
) -> io::Result<()> {
    write_cells(out, table.form, cells)
}

/// Writes one line of cells in the form that everything but import files has.
pub(super) fn write_line<'a>(
    out: &mut (impl Write + ?Sized),
    cells: impl Iterator<Item = Option<&'a str>>,
) -> io::Result<()> {
    write_cells(out, FileForm::default(), cells)
}

fn write_cells<'a>(
    out: &mut (impl Write + ?Sized),
    form: FileForm,
    cells: impl Iterator<Item = Option<&'a str>>,
) -> io::Result<()> {
    let mut delimiter = [0; 4];
    let delimiter = form.delimiter.encode_utf8(&mut delimiter).as_bytes();
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.write_all(delimiter)?;
        }
        if let Some(cell) = cell {
            write_cell(out, form, delimiter[0], cell)?;
        }
    }
    out.write_all(b"\r\n")
}

fn write_cell(out: &mut (impl Write + ?Sized), form: FileForm, delimiter: u8, cell: &str) -> io::Result<()> {
    if memchr3(b'"', b'\n', b'\r', cell.as_bytes()).or(memchr(delimiter, cell.as_bytes())).is_none() {
        return write_text(out, form.encoding, cell);
    }
    out.write_all(b"\"")?;
    for (place, part) in cell.split('"').enumerate() {
        if place > 0 {
            out.write_all(b"\"\"")?;
        }
        write_text(out, form.encoding, part)?;
    }
    out.write_all(b"\"")
}

fn write_text(out: &mut (impl Write + ?Sized), encoding: TextEncoding, text: &str) -> io::Result<()> {
    if encoding == TextEncoding::Utf8 {
        return out.write_all(text.as_bytes());
    }
    let (bytes, _, replaced) = WINDOWS_1252.encode(text);
    if replaced {
        let message = "a character that Windows-1252 lacks; let the contract's `encoding` be \"utf-8\"";
        return Err(io::Error::new(io::ErrorKind::InvalidData, message));
    }
    out.write_all(&bytes)
}
