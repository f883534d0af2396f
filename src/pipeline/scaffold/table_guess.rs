//! What an undeclared file may hold, by its header and the form of its values.

use std::fs::File;
use std::io;
use std::path::Path;

use super::column_guess::ColumnGuess;
use crate::pipeline::profile::KeySets;
use crate::source::{Dictionary, FileInput, Format, Shape};

/// The longest name of a column.
const LONGEST: usize = 128;

/// A file of rows.
#[derive(Debug)]
pub(super) struct TableGuess {
    /// The file.
    pub(super) path: String,
    /// Its columns, in its order.
    pub(super) columns: Vec<(String, ColumnGuess)>,
    /// The column that identifies a row, where there is one.
    pub(super) key: Option<usize>,
}

impl TableGuess {
    /// Reads a file. None where its first line is surely no header, or it is no table at all: then nothing of it may be shown.
    pub(super) fn read(
        (path, full): (&str, &Path),
        format: &Format,
        dictionary: &Dictionary,
        keys: &KeySets,
    ) -> io::Result<Option<Self>> {
        let Some(mut reader) = reader(full, format)? else { return Ok(None) };
        let header = reader.byte_headers().map_err(io::Error::other)?;
        let names: Vec<String> =
            header.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        let names: Vec<String> =
            names.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect();
        if !is_header(&names, dictionary) {
            return Ok(None);
        }
        let mut columns: Vec<_> =
            names.into_iter().map(|name| (name, ColumnGuess::new(dictionary.ids()))).collect();
        let (mut row, mut rows) = (csv::ByteRecord::new(), 0);
        while reader.read_byte_record(&mut row).map_err(io::Error::other)? {
            rows += 1;
            for ((_, guess), cell) in columns.iter_mut().zip(&row) {
                guess.see(&String::from_utf8_lossy(cell), format, keys);
            }
        }
        let key = columns.iter().position(|(_, guess)| guess.is_key_of(rows));
        Ok(Some(Self { path: path.to_owned(), columns, key }))
    }

    /// The name of the table: that of its file, without what no name may have.
    pub(super) fn name(&self) -> String {
        let file = self.path.rsplit('/').next().unwrap_or(&self.path);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        stem.chars().filter(char::is_ascii_alphanumeric).collect()
    }
}

/// A reader of a file's rows; none where the format says that they have no header, or are no text that it could read.
fn reader(full: &Path, format: &Format) -> io::Result<Option<csv::Reader<FileInput>>> {
    let Shape::Delimited(form) = &format.shape else { return Ok(None) };
    let &[delimiter] = form.delimiter.as_bytes() else { return Ok(None) };
    if !form.header {
        return Ok(None);
    }
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(delimiter).quoting(form.quote.is_some()).flexible(true);
    builder.quote(form.quote.unwrap_or(b'"'));
    Ok(Some(builder.from_reader(FileInput::open(File::open(full)?, None)?)))
}

/// Whether a line is a header: every cell has the form of a name, and the dictionary knows one of them.
fn is_header(names: &[String], dictionary: &Dictionary) -> bool {
    let is_name = |name: &String| {
        name.len() <= LONGEST
            && name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
    };
    let known = |name: &String| dictionary.entities().iter().any(|entity| entity.column(name).is_some());
    names.iter().all(is_name) && names.iter().any(known)
}
