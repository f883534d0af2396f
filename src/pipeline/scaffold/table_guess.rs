//! What an undeclared file may hold, by its header and the form of its values.

use std::fs::File;
use std::io;
use std::path::Path;

use super::column_guess::ColumnGuess;
use super::columns_alike::ColumnNames;
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
    /// How many rows it has.
    pub(super) rows: u64,
}

impl TableGuess {
    /// Reads a file. None where its first line may be no header, or it is no table at all: then nothing of it may be shown.
    pub(super) fn read(
        (path, full): (&str, &Path),
        format: &Format,
        (dictionary, known): (&Dictionary, &ColumnNames),
        keys: &KeySets,
    ) -> io::Result<Option<Self>> {
        let Some(mut reader) = reader(full, format)? else { return Ok(None) };
        let header = reader.byte_headers().map_err(io::Error::other)?;
        let names: Vec<String> =
            header.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        let names: Vec<String> =
            names.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect();
        if !names.iter().all(|name| is_name(name)) {
            return Ok(None);
        }
        let known = names.iter().filter(|name| known.knows(name)).count() * 2 >= names.len();
        let mut columns: Vec<_> =
            names.into_iter().map(|name| (name, ColumnGuess::new(dictionary.ids()))).collect();
        let (mut row, mut rows) = (csv::ByteRecord::new(), 0);
        while reader.read_byte_record(&mut row).map_err(io::Error::other)? {
            rows += 1;
            for ((_, guess), cell) in columns.iter_mut().zip(&row) {
                guess.see(&String::from_utf8_lossy(cell), format, keys);
            }
        }
        // No value of a narrow form looks like a name: what stands above such values is no row.
        let is_header = known || columns.iter().any(|(_, guess)| guess.is_narrow());
        Ok(is_header.then(|| Self { path: path.to_owned(), columns, rows }))
    }

    /// The columns that identify a row: each is filled in every row, and no value of it stands twice.
    pub(super) fn keys(&self) -> Vec<&str> {
        let keys = self.columns.iter().filter(|(_, guess)| guess.is_key_of(self.rows));
        keys.map(|(name, _)| name.as_str()).collect()
    }

    /// The name of the table: that of its file, without what no name may have, and with a number where the dictionary has a
    /// table of that name.
    pub(super) fn name(&self, dictionary: &Dictionary) -> String {
        let file = self.path.rsplit('/').next().unwrap_or(&self.path);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let name: String = stem.chars().filter(char::is_ascii_alphanumeric).collect();
        let others = (2..).map(|number| format!("{name}{number}"));
        let mut names = std::iter::once(name.clone()).chain(others);
        names.find(|name| dictionary.find(name).is_none()).unwrap_or_default()
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

/// Whether a text has the form of a column's name.
pub(super) fn is_name(name: &str) -> bool {
    name.len() <= LONGEST
        && name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|one| one.is_ascii_alphanumeric() || "_- ()/.".contains(one))
}
