//! Bare crates, each reading a file to its end: the cells or values that it finds.

use std::fs::{self, File};
use std::io::{BufReader, Read as _};
use std::path::Path;

use calamine::Reader as _;
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use sha2::{Digest, Sha256};

/// `sha2` over all bytes of the file.
pub(crate) fn sha256(path: &Path) -> u64 {
    let (mut hasher, mut buffer, mut bytes) = (Sha256::new(), vec![0; 1 << 20], 0);
    let mut file = File::open(path).expect("a table");
    loop {
        let read = file.read(&mut buffer).expect("all of it");
        if read == 0 {
            std::hint::black_box(hasher.finalize());
            return bytes;
        }
        hasher.update(&buffer[..read]);
        bytes += read as u64;
    }
}

/// `csv`, a record at a time into the same buffers.
pub(crate) fn delimited(path: &Path) -> u64 {
    cells(csv::ReaderBuilder::new().has_headers(false).from_path(path).expect("a table"))
}

/// `encoding_rs`, then `csv`.
pub(crate) fn tabs_in_utf16(path: &Path) -> u64 {
    let text = decoded(path);
    cells(csv::ReaderBuilder::new().has_headers(false).delimiter(b'\t').from_reader(text.as_bytes()))
}

/// The same without quotes.
pub(crate) fn bulk_copy(path: &Path) -> u64 {
    let text = decoded(path);
    let mut builder = csv::ReaderBuilder::new();
    cells(builder.has_headers(false).quoting(false).delimiter(b'\t').from_reader(text.as_bytes()))
}

fn decoded(path: &Path) -> String {
    encoding_rs::UTF_16LE.decode(&fs::read(path).expect("a table")).0.into_owned()
}

fn cells<R: std::io::Read>(mut reader: csv::Reader<R>) -> u64 {
    let (mut record, mut count) = (csv::StringRecord::new(), 0);
    while reader.read_record(&mut record).unwrap_or(false) {
        count += record.len() as u64;
    }
    count
}

/// `serde_json`, each value into its own model, as far as the text has several.
pub(crate) fn json(path: &Path) -> u64 {
    let bytes = fs::read(path).expect("a table");
    let values = serde_json::Deserializer::from_slice(&bytes).into_iter::<serde_json::Value>();
    values.map_while(Result::ok).count() as u64
}

/// `quick-xml`, event by event, with the values of attributes and texts.
pub(crate) fn xml(path: &Path) -> u64 {
    let file = BufReader::with_capacity(1 << 16, File::open(path).expect("a table"));
    let (mut reader, mut buffer, mut count) = (quick_xml::Reader::from_reader(file), Vec::new(), 0);
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) | Err(_) => return count,
            Ok(Event::Start(element) | Event::Empty(element)) => {
                let values = element.attributes().flatten();
                let values = values.filter_map(|one| one.normalized_value(XmlVersion::default()).ok());
                count += values.map(|value| value.len() as u64).sum::<u64>();
            }
            Ok(Event::Text(text)) => count += text.xml10_content().len() as u64,
            Ok(_) => count += 1,
        }
        buffer.clear();
    }
}

/// `calamine`, cell by cell.
pub(crate) fn workbook(path: &Path) -> u64 {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).expect("a workbook");
    let names = book.sheet_names();
    let mut cells = book.worksheet_cells_reader(&names[0]).expect("a worksheet");
    let mut count = 0;
    while let Ok(Some(_)) = cells.next_cell() {
        count += 1;
    }
    count
}
