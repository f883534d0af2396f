//! One file of rows, read by a reader of its own.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use super::KeySums;
use crate::map::plan::Plan;
use crate::reconcile::scan::{
    Marks, scan_elements, scan_objects, scan_patterns, scan_records, scan_workbook, unwritable,
};
use crate::record::{EntityId, FieldId};
use crate::source::{Delimited, Encoding, Entity, FileInput, Format, Shape, Sheet};

/// What the names of hidden columns begin with.
const HIDDEN: &str = "(Do Not Modify) ";

const BUFFER: usize = 1 << 18;

/// Counts the rows of a delimited file of an entity. Rows of whatever number of fields are counted, and no value is
/// judged: that is the other reader's business. The header, where joined exports repeat it, is counted apart; rows whose
/// key is to be passed over, because a corrected row stands in their place, are not counted.
pub fn recount(
    plan: &Plan,
    path: &Path,
    entity: EntityId,
    format: &Format,
    (sums, passed_over): (&mut KeySums, &dyn Fn(&str) -> bool),
) -> io::Result<()> {
    let described = plan.dictionary().entity(entity);
    let key = described.key.or_else(|| plan.key_of(entity));
    let key = key.map(|key| key_names(described, format, (entity, key)));
    let counting = Counting { entity, key, sums, passed_over, sums_up: &|key| format.is_summary(key) };
    match &format.shape {
        Shape::Delimited(form) => match (form.delimiter.as_bytes(), form.quote) {
            (&[delimiter], Some(quote)) if form.is_plain() => counting.plain(path, delimiter, quote),
            _ => counting.patterns(path, form, described),
        },
        Shape::Json => counting.objects(path),
        Shape::DataXml => counting.records(path),
        Shape::Spreadsheet(sheet) => counting.elements(path, sheet),
        Shape::Workbook(sheet) => counting.workbook(path, sheet),
    }
}

/// The dictionary's name of a key's column, and those that the files have for it.
fn key_names<'a>(
    described: &'a Entity,
    format: &'a Format,
    (entity, key): (EntityId, FieldId),
) -> Vec<&'a str> {
    std::iter::once(described.field(key).name.as_str()).chain(format.names_of(entity, key)).collect()
}

/// What is counted of the rows of an entity.
struct Counting<'a> {
    entity: EntityId,
    /// The names that the key's column may have.
    key: Option<Vec<&'a str>>,
    sums: &'a mut KeySums,
    passed_over: &'a dyn Fn(&str) -> bool,
    /// Whether a row with that key sums the others up, and is left out as a header is.
    sums_up: &'a dyn Fn(&str) -> bool,
}

impl Counting<'_> {
    fn plain(mut self, path: &Path, delimiter: u8, quote: u8) -> io::Result<()> {
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(delimiter).quote(quote).flexible(true).has_headers(true);
        let mut reader = builder.from_reader(FileInput::open(File::open(path)?, None)?);
        let headers = reader.byte_headers().map_err(io::Error::other)?.clone();
        let place = headers.iter().position(|name| self.is_key(name));
        let mut row = csv::ByteRecord::new();
        while reader.read_byte_record(&mut row).map_err(io::Error::other)? {
            if is_header(&row, &headers) {
                self.sums.add_header(self.entity);
                continue;
            }
            let text = place.and_then(|place| row.get(place)).unwrap_or_default();
            self.add(&String::from_utf8_lossy(text));
        }
        Ok(())
    }

    fn patterns(mut self, path: &Path, form: &Delimited, entity: &Entity) -> io::Result<()> {
        let mut input = BufReader::with_capacity(BUFFER, FileInput::open(File::open(path)?, None)?);
        let marks = Marks::new(form, input.fill_buf()?).ok_or_else(unwritable)?;
        let given = form.columns.iter().find(|(of, _)| *of == self.entity).map(|(_, names)| names.clone());
        let all = || entity.columns.iter().map(|column| column.name.clone()).collect();
        let mut names: Vec<String> = given.unwrap_or_else(all);
        let mut waits = form.header;
        let columns = names.len() as u64;
        scan_patterns(input, &marks, columns, |fields| {
            let text =
                |place| fields.get(place).map(|bytes| text_of(bytes, &marks, form.quote)).unwrap_or_default();
            if std::mem::take(&mut waits) {
                names = (0..fields.len()).map(text).collect();
                return;
            }
            let same = |place: usize| text(place).trim().eq_ignore_ascii_case(names[place].trim());
            if form.header && fields.len() == names.len() && (0..names.len()).all(same) {
                self.sums.add_header(self.entity);
                return;
            }
            let place = names.iter().position(|name| self.is_key(name.as_bytes()));
            self.add(&place.map(text).unwrap_or_default());
        })?;
        Ok(())
    }

    /// Lookups are written as `_name_value`; the key itself never is.
    fn objects(mut self, path: &Path) -> io::Result<()> {
        let input = BufReader::with_capacity(BUFFER, FileInput::open(File::open(path)?, None)?);
        let keys = self.key.take().unwrap_or_default();
        scan_objects(input, &keys, |key| self.add(key))?;
        Ok(())
    }

    fn records(mut self, path: &Path) -> io::Result<()> {
        let input = BufReader::with_capacity(BUFFER, FileInput::open(File::open(path)?, None)?);
        let keys = self.key.take().unwrap_or_default();
        scan_records(input, &keys, |key| self.add(key))?;
        Ok(())
    }

    fn elements(mut self, path: &Path, sheet: &Sheet) -> io::Result<()> {
        let input = BufReader::with_capacity(BUFFER, FileInput::open(File::open(path)?, None)?);
        let place = key_place(self.key.clone(), sheet);
        scan_elements(input, sheet.name.as_deref(), place, |key| self.add_or_header(key))?;
        Ok(())
    }

    fn workbook(mut self, path: &Path, sheet: &Sheet) -> io::Result<()> {
        let place = key_place(self.key.clone(), sheet);
        scan_workbook(path, sheet.name.as_deref(), place, |key| self.add_or_header(key))?;
        Ok(())
    }

    /// A row whose key is the key's own name is the header again.
    fn add_or_header(&mut self, key: &str) {
        if self.is_key(key.as_bytes()) {
            self.sums.add_header(self.entity);
        } else {
            self.add(key);
        }
    }

    fn is_key(&self, header: &[u8]) -> bool {
        let is_one = |key: &&str| header.trim_ascii().eq_ignore_ascii_case(key.as_bytes());
        self.key.iter().flatten().any(is_one)
    }

    fn add(&mut self, key: &str) {
        if (self.sums_up)(key) {
            self.sums.add_header(self.entity);
        } else if !(self.passed_over)(key) {
            self.sums.add(self.entity, key);
        }
    }
}

/// Finds the key's column by its name or, where it is hidden, as the first of the hidden ones.
fn key_place<'k>(keys: Option<Vec<&'k str>>, sheet: &Sheet) -> impl Fn(&[String]) -> Option<usize> + use<'k> {
    let hides = sheet.hidden_columns && keys.is_some();
    let keys = keys.unwrap_or_default();
    move |names| {
        let is_key = |name: &String| keys.iter().any(|key| name.trim().eq_ignore_ascii_case(key));
        let hidden = || names.iter().position(|name| hides && name.starts_with(HIDDEN));
        names.iter().position(is_key).or_else(hidden)
    }
}

/// A field's text: its bytes decoded, the quotes around it taken off.
pub(super) fn text_of(bytes: &[u8], marks: &Marks, quote: Option<u8>) -> String {
    let text = match marks.encoding {
        Encoding::Utf16Le => encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0,
        Encoding::Utf16Be => encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0,
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
        Encoding::Utf8 => String::from_utf8_lossy(bytes),
    };
    let quote = quote.map(char::from);
    let inner = quote.and_then(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    inner.unwrap_or(&text).to_owned()
}

fn is_header(row: &csv::ByteRecord, headers: &csv::ByteRecord) -> bool {
    row.len() == headers.len()
        && row
            .iter()
            .zip(headers)
            .all(|(cell, name)| cell.trim_ascii().eq_ignore_ascii_case(name.trim_ascii()))
}
