//! Delimited text in UTF-16.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::table_writer::TableWriter;
use crate::record::{SourceRecord, Value};
use crate::source::Entity;
use crate::synth::SynthError;
use crate::synth::drop_writer::private;

/// How the text is written.
#[derive(Debug)]
pub(super) struct TextForm {
    extension: &'static str,
    delimiter: &'static str,
    terminator: &'static str,
    /// With a header, and with quotes around what holds a delimiter, a quote or a line end.
    quoted: bool,
}

/// As a query's results are saved.
pub(super) const TEXT: TextForm =
    TextForm { extension: "txt", delimiter: "\t", terminator: "\r\n", quoted: true };

/// As bulk copy writes characters, with terminators that stand in no note.
pub(super) const BCP: TextForm =
    TextForm { extension: "dat", delimiter: "|~|", terminator: "|~~|\n", quoted: false };

/// A file of text that is being written.
#[derive(Debug)]
pub(super) struct TextTable {
    form: &'static TextForm,
    path: PathBuf,
    out: BufWriter<File>,
    line: String,
}

impl TextTable {
    /// Creates the file with its byte-order mark and, where the form has one, its header.
    pub(super) fn create(
        folder: &Path,
        entity: &Entity,
        form: &'static TextForm,
    ) -> Result<Self, SynthError> {
        let path = folder.join(format!("{}.{}", entity.name, form.extension));
        let out = BufWriter::new(private().open(&path).map_err(SynthError::at(&path))?);
        let mut table = Self { form, path, out, line: String::from("\u{feff}") };
        if form.quoted {
            let names = entity.columns.iter().map(|column| Value::Text(&column.name));
            table.push(names);
        }
        table.write()?;
        Ok(table)
    }

    fn push<'a>(&mut self, values: impl Iterator<Item = Value<'a>>) {
        for (place, value) in values.enumerate() {
            if place > 0 {
                self.line.push_str(self.form.delimiter);
            }
            match value {
                Value::Null => {}
                Value::Text(text) if self.form.quoted => push_quoted(&mut self.line, text),
                Value::Text("") => self.line.push('\0'),
                Value::Text(text) => self.line.push_str(text),
            }
        }
        self.line.push_str(self.form.terminator);
    }

    fn write(&mut self) -> Result<(), SynthError> {
        let bytes: Vec<u8> = self.line.encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.line.clear();
        self.out.write_all(&bytes).map_err(SynthError::at(&self.path))
    }
}

impl TableWriter for TextTable {
    fn row(&mut self, row: &SourceRecord) -> Result<(), SynthError> {
        self.push(row.values());
        self.write()
    }

    fn finish(mut self: Box<Self>) -> Result<(), SynthError> {
        self.out.flush().map_err(SynthError::at(&self.path))
    }
}

fn push_quoted(line: &mut String, text: &str) {
    if text.is_empty() || text.contains(['\t', '"', '\r', '\n']) {
        line.extend(["\"", &text.replace('"', "\"\""), "\""]);
    } else {
        line.push_str(text);
    }
}
