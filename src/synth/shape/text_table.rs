//! Delimited text.

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
    /// What stands before the name of a table, and behind it.
    prefix: &'static str,
    extension: &'static str,
    delimiter: &'static str,
    terminator: &'static str,
    /// With a header, and with quotes around what holds a delimiter, a quote or a line end.
    quoted: bool,
    /// In UTF-16 with a byte-order mark; else in UTF-8 without one.
    wide: bool,
}

/// As a query's results are saved.
pub(super) const TEXT: TextForm =
    TextForm { prefix: "", extension: "txt", delimiter: "\t", terminator: "\r\n", quoted: true, wide: true };

/// As bulk copy writes characters, with terminators that stand in no note.
pub(super) const BCP: TextForm = TextForm {
    prefix: "",
    extension: "dat",
    delimiter: "|~|",
    terminator: "|~~|\n",
    quoted: false,
    wide: true,
};

/// As tables are taken from the database under their schema and name.
pub(super) const TABLE: TextForm = TextForm {
    prefix: "dbo.",
    extension: "csv",
    delimiter: ",",
    terminator: "\r\n",
    quoted: true,
    wide: false,
};

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
        let path = folder.join(format!("{}{}.{}", form.prefix, entity.name, form.extension));
        let names: Vec<String> = entity.columns.iter().map(|column| column.name.clone()).collect();
        Self::named(&path, &names, form)
    }

    /// Creates a file of columns of these names.
    pub(super) fn named(path: &Path, names: &[String], form: &'static TextForm) -> Result<Self, SynthError> {
        let out = BufWriter::new(private().open(path).map_err(SynthError::at(path))?);
        let mark = if form.wide { "\u{feff}" } else { "" };
        let mut table = Self { form, path: path.to_path_buf(), out, line: mark.to_owned() };
        if form.quoted {
            table.push(names.iter().map(|name| Value::Text(name)));
        }
        table.write()?;
        Ok(table)
    }

    /// Writes a row of these values.
    pub(super) fn line<'a>(&mut self, values: impl Iterator<Item = Value<'a>>) -> Result<(), SynthError> {
        self.push(values);
        self.write()
    }

    fn push<'a>(&mut self, values: impl Iterator<Item = Value<'a>>) {
        for (place, value) in values.enumerate() {
            if place > 0 {
                self.line.push_str(self.form.delimiter);
            }
            match value {
                Value::Null => {}
                Value::Text(text) if self.form.quoted => {
                    push_quoted(&mut self.line, text, self.form.delimiter);
                }
                Value::Text("") => self.line.push('\0'),
                Value::Text(text) => self.line.push_str(text),
            }
        }
        self.line.push_str(self.form.terminator);
    }

    fn write(&mut self) -> Result<(), SynthError> {
        let bytes: Vec<u8> = if self.form.wide {
            self.line.encode_utf16().flat_map(u16::to_le_bytes).collect()
        } else {
            self.line.as_bytes().to_vec()
        };
        self.line.clear();
        self.out.write_all(&bytes).map_err(SynthError::at(&self.path))
    }
}

impl TableWriter for TextTable {
    fn row(&mut self, row: &SourceRecord) -> Result<(), SynthError> {
        self.line(row.values())
    }

    fn finish(mut self: Box<Self>) -> Result<(), SynthError> {
        self.out.flush().map_err(SynthError::at(&self.path))
    }
}

fn push_quoted(line: &mut String, text: &str, delimiter: &str) {
    if text.is_empty() || text.contains(delimiter) || text.contains(['"', '\r', '\n']) {
        line.extend(["\"", &text.replace('"', "\"\""), "\""]);
    } else {
        line.push_str(text);
    }
}
