//! A workbook, its sheet taken as a whole.

use std::io;
use std::path::Path;

use calamine::{Data, Reader, SheetVisible, Xlsx};

use super::ByteScan;

/// Counts the rows of a workbook; of each row after the first the text of the column that `place` finds in the first is
/// shown to `sink`. All bytes of the archive are the body's.
pub fn scan_workbook(
    path: &Path,
    sheet: Option<&str>,
    place: impl Fn(&[String]) -> Option<usize>,
    mut sink: impl FnMut(&str),
) -> io::Result<ByteScan> {
    let mut book: Xlsx<_> =
        calamine::open_workbook(path).map_err(|error: calamine::XlsxError| other(&error))?;
    let visible = book.sheets_metadata().iter().filter(|own| own.visible == SheetVisible::Visible);
    let names: Vec<String> = match sheet {
        Some(name) => vec![name.to_owned()],
        None => visible.map(|own| own.name.clone()).collect(),
    };
    let mut found = ByteScan { body: path.metadata()?.len(), ..ByteScan::default() };
    let mut key = None;
    for name in names {
        let range = book.worksheet_range(&name).map_err(|error| other(&error))?;
        for row in range.rows().filter(|row| row.iter().any(|cell| *cell != Data::Empty)) {
            let texts: Vec<String> = row.iter().map(ToString::to_string).collect();
            match key {
                None => {
                    key = Some(place(&texts));
                    found.columns = texts.len() as u64;
                }
                Some(key) => {
                    found.records += 1;
                    sink(key.and_then(|key| texts.get(key)).map_or("", String::as_str));
                }
            }
        }
    }
    Ok(found)
}

fn other(error: &calamine::XlsxError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}
