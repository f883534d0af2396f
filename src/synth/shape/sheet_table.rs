//! Worksheets: SpreadsheetML 2003, and XLSX with the columns that Dynamics hides.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::table_writer::TableWriter;
use crate::record::{SourceRecord, Value};
use crate::source::{DataType, Entity};
use crate::synth::SynthError;
use crate::synth::drop_writer::private;

/// A SpreadsheetML file that is being written. Blanks are skipped, so that cells must be found by their number.
#[derive(Debug)]
pub(super) struct SpreadsheetTable {
    path: PathBuf,
    out: BufWriter<File>,
    types: Vec<DataType>,
}

impl SpreadsheetTable {
    pub(super) fn create(folder: &Path, entity: &Entity) -> Result<Self, SynthError> {
        let path = folder.join(format!("{}.xml", entity.name));
        let out = BufWriter::new(private().open(&path).map_err(SynthError::at(&path))?);
        let types = entity.columns.iter().map(|column| column.data_type).collect();
        let mut table = Self { path, out, types };
        let names = entity
            .columns
            .iter()
            .map(|column| format!("<Cell><Data ss:Type=\"String\">{}</Data></Cell>", column.name));
        let names: String = names.collect();
        table.write(&format!("{SPREADSHEET}<Row>{names}</Row>\r\n"))?;
        Ok(table)
    }

    fn write(&mut self, text: &str) -> Result<(), SynthError> {
        self.out.write_all(text.as_bytes()).map_err(SynthError::at(&self.path))
    }
}

impl TableWriter for SpreadsheetTable {
    fn row(&mut self, row: &SourceRecord) -> Result<(), SynthError> {
        let (mut text, mut next) = (String::from("<Row>"), 0);
        for (place, value) in row.values().enumerate() {
            let Value::Text(value) = value else { continue };
            let index = if place > next { format!(" ss:Index=\"{}\"", place + 1) } else { String::new() };
            next = place + 1;
            let (kind, value) = typed(value, self.types[place]);
            let _ = write!(text, "<Cell{index}><Data ss:Type=\"{kind}\">{}</Data></Cell>", escaped(&value));
        }
        text.push_str("</Row>\r\n");
        self.write(&text)
    }

    fn finish(mut self: Box<Self>) -> Result<(), SynthError> {
        self.write("</Table></Worksheet></Workbook>\r\n")?;
        self.out.flush().map_err(SynthError::at(&self.path))
    }
}

const SPREADSHEET: &str = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<?mso-application progid=\"Excel.Sheet\"?>\r\n\
    <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
    xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"Export\"><Table>\r\n";

/// The type of a cell and how it writes the value.
fn typed(text: &str, data_type: DataType) -> (&'static str, String) {
    match data_type {
        DataType::Int if is_exact(text) => ("Number", text.to_owned()),
        DataType::Bit if matches!(text, "0" | "1") => ("Boolean", text.to_owned()),
        DataType::Date if text.len() == 10 => ("DateTime", format!("{text}T00:00:00.000")),
        DataType::DateTime if text.len() == 23 => ("DateTime", text.replace(' ', "T")),
        _ => ("String", text.to_owned()),
    }
}

/// Whether a spreadsheet holds the number to the digit.
fn is_exact(text: &str) -> bool {
    text.len() <= 15 && text.parse::<i64>().is_ok_and(|number| number.to_string() == text)
}

/// The text as XML, line ends and other white space by their numbers.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            c => out.push(c),
        }
    }
    out
}

/// An XLSX workbook that is being written, as Dynamics exports a view: three hidden columns stand first.
pub(super) struct WorkbookTable {
    path: PathBuf,
    out: ZipWriter<File>,
    types: Vec<DataType>,
    /// The key's column, which stands in a hidden column in place of its own.
    key: Option<usize>,
    rows: u64,
}

impl WorkbookTable {
    pub(super) fn create(folder: &Path, entity: &Entity) -> Result<Self, SynthError> {
        let path = folder.join(format!("{}.xlsx", entity.name));
        let out = ZipWriter::new(private().open(&path).map_err(SynthError::at(&path))?);
        let types = entity.columns.iter().map(|column| column.data_type).collect();
        let key = entity.key.map(|key| usize::from(key.0));
        let mut table = Self { path, out, types, key, rows: 0 };
        for (name, text) in PARTS {
            table.part(name)?;
            table.write(text)?;
        }
        table.part("xl/worksheets/sheet1.xml")?;
        table.write(SHEET)?;
        let hidden = [entity.name.as_str(), "Row Checksum", "Modified On"];
        let hidden = hidden.iter().map(|name| Some(("inlineStr", format!("(Do Not Modify) {name}"))));
        let own = entity.columns.iter().enumerate().filter(|(place, _)| Some(*place) != key);
        let own = own.map(|(_, column)| Some(("inlineStr", column.name.clone())));
        let cells: Vec<_> = hidden.filter(|_| key.is_some()).chain(own).collect();
        table.cells(cells.into_iter())?;
        Ok(table)
    }

    fn part(&mut self, name: &str) -> Result<(), SynthError> {
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        let begun = self.out.start_file(name, options).map_err(std::io::Error::other);
        begun.map_err(SynthError::at(&self.path))
    }

    fn write(&mut self, text: &str) -> Result<(), SynthError> {
        self.out.write_all(text.as_bytes()).map_err(SynthError::at(&self.path))
    }

    fn cells(
        &mut self,
        cells: impl Iterator<Item = Option<(&'static str, String)>>,
    ) -> Result<(), SynthError> {
        self.rows += 1;
        let mut text = format!("<row r=\"{}\">", self.rows);
        for (place, cell) in cells.enumerate() {
            let Some((kind, value)) = cell else { continue };
            let name = format!("{}{}", letters(place), self.rows);
            let value = escaped(&value);
            let _ = match kind {
                "inlineStr" => write!(
                    text,
                    "<c r=\"{name}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{value}</t></is></c>"
                ),
                "day" => write!(text, "<c r=\"{name}\" s=\"1\"><v>{value}</v></c>"),
                kind => write!(text, "<c r=\"{name}\" t=\"{kind}\"><v>{value}</v></c>"),
            };
        }
        text.push_str("</row>");
        self.write(&text)
    }
}

impl TableWriter for WorkbookTable {
    fn row(&mut self, row: &SourceRecord) -> Result<(), SynthError> {
        let shown =
            |place: usize, value: Value<'_>| value.text().map(|text| numbered(text, self.types[place]));
        let mut cells = Vec::new();
        if let Some(key) = self.key {
            cells.push(row.values().nth(key).and_then(|value| shown(key, value)));
            cells.push(Some(("inlineStr", format!("checksum{}", self.rows))));
            cells.push(None);
        }
        let own = row.values().enumerate().filter(|(place, _)| Some(*place) != self.key);
        cells.extend(own.map(|(place, value)| shown(place, value)));
        self.cells(cells.into_iter())
    }

    fn finish(mut self: Box<Self>) -> Result<(), SynthError> {
        self.write("</sheetData></worksheet>")?;
        let Self { path, out, .. } = *self;
        let mut file = out.finish().map_err(std::io::Error::other).map_err(SynthError::at(&path))?;
        file.flush().map_err(SynthError::at(&path))
    }
}

/// The type of a cell and its value: days as numbers, all else that a number would change as text.
fn numbered(text: &str, data_type: DataType) -> (&'static str, String) {
    match data_type {
        DataType::Int if is_exact(text) => ("n", text.to_owned()),
        DataType::Bit if matches!(text, "0" | "1") => ("b", text.to_owned()),
        DataType::Date => serial(text).map_or(("inlineStr", text.to_owned()), |days| ("day", days)),
        _ => ("inlineStr", text.to_owned()),
    }
}

/// Days since 1899-12-30, as a workbook counts those after February 1900.
fn serial(text: &str) -> Option<String> {
    let day: jiff::civil::Date = text.parse().ok()?;
    let days = (day - jiff::civil::date(1899, 12, 30)).get_days();
    (days > 60).then(|| days.to_string())
}

/// The letters of a column.
fn letters(place: usize) -> String {
    let last = char::from(b'A' + u8::try_from(place % 26).unwrap_or(0));
    if place < 26 { last.to_string() } else { format!("{}{last}", letters(place / 26 - 1)) }
}

const SHEET: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
    <worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";

/// The parts of a workbook of one sheet.
const PARTS: [(&str, &str); 5] = [
    (
        "[Content_Types].xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
        <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
        <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
        <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
        <Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>\
        <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>\
        </Types>",
    ),
    (
        "_rels/.rels",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
        <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>\
        </Relationships>",
    ),
    (
        "xl/workbook.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
        <workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
        xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
        <sheets><sheet name=\"Export\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
    ),
    (
        "xl/_rels/workbook.xml.rels",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
        <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
        <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
        </Relationships>",
    ),
    (
        "xl/styles.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
        <styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
        <fonts count=\"1\"><font/></fonts><fills count=\"2\">\
        <fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/></borders>\
        <cellStyleXfs count=\"1\"><xf/></cellStyleXfs>\
        <cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs>\
        <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>",
    ),
];
