//! `data.xml` of the Configuration Migration Tool: all tables in one file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::table_writer::TableWriter;
use crate::record::{SourceRecord, Value};
use crate::source::{DataType, Entity, Kind};
use crate::synth::SynthError;

/// What stands before and after the entities. The time is written as a machine in the United Kingdom writes it.
const BEFORE: &str = "\u{feff}<entities xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" \
    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" timestamp=\"01/11/2026 17:48:29\">\r\n";
const AFTER: &str = "</entities>\r\n";

/// The files that the tool writes beside `data.xml`.
const BESIDE: [(&str, &str); 2] = [
    (
        "[Content_Types].xml",
        "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?><Types \
        xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"xml\" ContentType=\"application/octet-stream\" /></Types>",
    ),
    ("data_schema.xml", "<entities dateMode=\"absolute\" />\r\n"),
];

/// Begins the file.
pub(super) fn begin(folder: &Path) -> Result<(), SynthError> {
    for (name, text) in BESIDE {
        append(&folder.join(name), text)?;
    }
    append(&folder.join("data.xml"), BEFORE)
}

/// Ends the file.
pub(super) fn end(folder: &Path) -> Result<(), SynthError> {
    append(&folder.join("data.xml"), AFTER)
}

fn append(path: &Path, text: &str) -> Result<(), SynthError> {
    let written = open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(SynthError::at(path))
}

fn open(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    File::options().create(true).append(true).mode(0o600).open(path)
}

/// The element of one entity that is being written.
#[derive(Debug)]
pub(super) struct DataXmlTable {
    path: PathBuf,
    out: BufWriter<File>,
    key: Option<usize>,
    columns: Vec<(String, DataType)>,
    /// Columns that stand as attributes beside another column's value: that column, and the attribute.
    beside: BTreeMap<usize, (usize, &'static str)>,
}

impl DataXmlTable {
    pub(super) fn create(folder: &Path, entity: &Entity) -> Result<Self, SynthError> {
        let path = folder.join("data.xml");
        let out = BufWriter::new(open(&path).map_err(SynthError::at(&path))?);
        let columns = entity.columns.iter().map(|column| (column.name.to_lowercase(), column.data_type));
        let key = entity.key.map(|key| usize::from(key.0));
        let mut table = Self { path, out, key, columns: columns.collect(), beside: beside(entity) };
        let (name, shown) = (entity.name.to_lowercase(), &entity.name);
        table.write(&format!("  <entity name=\"{name}\" displayname=\"{shown}\">\r\n    <records>\r\n"))?;
        Ok(table)
    }

    fn write(&mut self, text: &str) -> Result<(), SynthError> {
        self.out.write_all(text.as_bytes()).map_err(SynthError::at(&self.path))
    }
}

impl TableWriter for DataXmlTable {
    fn row(&mut self, row: &SourceRecord) -> Result<(), SynthError> {
        let values: Vec<Value<'_>> = row.values().collect();
        let id = self.key.and_then(|key| values[key].text()).unwrap_or_default();
        let mut text = format!("      <record id=\"{}\">\r\n", escaped(id));
        for (place, value) in values.iter().enumerate() {
            let alone = match self.beside.get(&place) {
                Some((of, _)) => values[*of].text().is_none(),
                None => true,
            };
            let Some(value) = value.text().filter(|_| alone) else { continue };
            let (name, data_type) = &self.columns[place];
            let _ = write!(
                text,
                "        <field name=\"{name}\" value=\"{}\"",
                escaped(&typed(value, *data_type))
            );
            for (other, (_, attribute)) in self.beside.iter().filter(|(_, (of, _))| *of == place) {
                if let Some(shown) = values[*other].text() {
                    let shown = if *attribute == TABLE { shown.to_lowercase() } else { shown.to_owned() };
                    let _ = write!(text, " {attribute}=\"{}\"", escaped(&shown));
                }
            }
            text.push_str(" />\r\n");
        }
        text.push_str("      </record>\r\n");
        self.write(&text)
    }

    fn finish(mut self: Box<Self>) -> Result<(), SynthError> {
        self.write("    </records>\r\n    <m2mrelationships />\r\n  </entity>\r\n")?;
        self.out.flush().map_err(SynthError::at(&self.path))
    }
}

const TABLE: &str = "lookupentity";
const LABEL: &str = "lookupentityname";

fn beside(entity: &Entity) -> BTreeMap<usize, (usize, &'static str)> {
    let mut beside = BTreeMap::new();
    for (place, column) in entity.columns.iter().enumerate() {
        match &column.kind {
            Kind::Polymorphic { table_column, name_column, .. } => {
                beside.extend(table_column.map(|table| (usize::from(table.0), (place, TABLE))));
                beside.extend(name_column.map(|name| (usize::from(name.0), (place, LABEL))));
            }
            Kind::Label { of: Some(of) } => {
                let of = usize::from(of.0);
                let taken = beside.values().any(|(other, attribute)| *other == of && *attribute == LABEL);
                if !taken {
                    beside.entry(place).or_insert((of, LABEL));
                }
            }
            _ => {}
        }
    }
    beside
}

/// The value as the tool writes it.
fn typed(text: &str, data_type: DataType) -> String {
    match data_type {
        DataType::Bit if text == "1" => "True".to_owned(),
        DataType::Bit if text == "0" => "False".to_owned(),
        DataType::Date if text.len() == 10 => format!("{text}T00:00:00.0000000"),
        DataType::DateTime if text.len() == 23 => format!("{}0000Z", text.replace(' ', "T")),
        DataType::Decimal(..) if text.contains('.') => format!("{text}00000000"),
        _ => text.to_owned(),
    }
}

/// The text as the value of an attribute, line ends by their numbers.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            '\t' => out.push_str("&#x9;"),
            c => out.push(c),
        }
    }
    out
}
