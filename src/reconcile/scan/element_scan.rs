//! SpreadsheetML, tag by tag: rows that have data, and the text of one column.

use std::io::{self, BufRead};

use super::ByteScan;
use super::tags::{Piece, Tags, attribute, name};

/// The row that is read.
#[derive(Default)]
struct Row {
    start: u64,
    cells: Vec<String>,
    place: usize,
    in_data: bool,
}

impl Row {
    fn cell(&mut self, tag: &[u8]) {
        let number = |name| attribute(tag, name).and_then(|text| text.trim().parse::<usize>().ok());
        self.place = number("Index").map_or(self.place, |index| index.clamp(1, 20_000) - 1);
        self.place +=
            if tag.ends_with(b"/") { 1 + number("MergeAcross").unwrap_or(0).min(20_000) } else { 0 };
    }

    fn data(&mut self, filled: bool) {
        self.in_data = filled;
        self.cells.resize(self.cells.len().max(self.place + 1), String::new());
    }

    fn text(&mut self, bytes: &[u8]) {
        if self.in_data {
            let text = String::from_utf8_lossy(bytes);
            self.raw(quick_xml::escape::unescape(&text).unwrap_or_default().as_bytes());
        }
    }

    fn raw(&mut self, bytes: &[u8]) {
        if let Some(cell) = self.cells.get_mut(self.place).filter(|_| self.in_data) {
            cell.push_str(&String::from_utf8_lossy(bytes));
        }
    }
}

/// Scans a file; of each row after the first that has data, the text of the column that `place` finds in the first is
/// shown to `sink`. Only rows of the worksheet of that name count, where a name is given.
pub fn scan_elements(
    input: impl BufRead,
    sheet: Option<&str>,
    place: impl Fn(&[String]) -> Option<usize>,
    mut sink: impl FnMut(&str),
) -> io::Result<ByteScan> {
    let mut tags = Tags::new(input);
    let (mut found, mut row, mut key) = (ByteScan::default(), Row::default(), None::<Option<usize>>);
    let (mut counts, mut across) = (sheet.is_none(), 0);
    loop {
        let tag = match tags.next()? {
            Piece::End => break,
            Piece::Text(text) => {
                row.text(&text);
                continue;
            }
            Piece::Tag(tag) => tag,
        };
        if let Some(text) = tag.strip_prefix(b"![CDATA[") {
            row.raw(text.strip_suffix(b"]]").unwrap_or(text));
            continue;
        }
        match (name(&tag), tag.starts_with(b"/")) {
            (b"Worksheet", false) => {
                counts = sheet.is_none_or(|sheet| attribute(&tag, "Name").as_deref() == Some(sheet));
            }
            (b"Row", false) => row = Row { start: tags.at - tag.len() as u64 - 2, ..Row::default() },
            (b"Cell", false) => {
                row.cell(&tag);
                let merged = attribute(&tag, "MergeAcross").and_then(|text| text.trim().parse().ok());
                across = merged.unwrap_or(0).min(20_000);
            }
            (b"Cell", true) => row.place += 1 + across,
            (b"Data", closes) => row.data(!closes && !tag.ends_with(b"/")),
            (b"Row", true) if counts && !row.cells.is_empty() => {
                let length = tags.at - row.start;
                match key {
                    None => {
                        key = Some(place(&row.cells));
                        (found.columns, found.header) = (row.cells.len() as u64, length);
                    }
                    Some(key) => {
                        found.records += 1;
                        found.body += length;
                        sink(key.and_then(|key| row.cells.get(key)).map_or("", String::as_str));
                    }
                }
                row = Row::default();
            }
            _ => {}
        }
    }
    found.gaps = tags.at - found.body - found.header;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_and_cells_found_by_their_number() {
        let text = "<?xml version=\"1.0\"?><!-- <Row> --><Workbook><Worksheet ss:Name=\"S\"><Table>\
            <Row><Cell><Data ss:Type=\"String\">Id</Data></Cell><Cell><Data>B</Data></Cell><Cell><Data>C</Data></Cell></Row>\
            <Row ss:Index=\"4\"><Cell ss:Index=\"3\" t=\"a>b\"><Data>x</Data></Cell></Row><Row/>\
            <Row><Cell ss:MergeAcross=\"1\"><Data>a&amp;<![CDATA[<b>]]></Data></Cell><Cell><Data>c</Data></Cell></Row>\
            </Table></Worksheet></Workbook>";
        let mut keys = Vec::new();
        let place = |names: &[String]| names.iter().position(|name| name == "Id");
        let found = scan_elements(text.as_bytes(), None, place, |key| keys.push(key.to_owned())).unwrap();
        assert_eq!((found.records, found.columns, found.bytes()), (2, 3, text.len() as u64));
        assert_eq!(keys, ["", "a&<b>"]);
        let other = scan_elements(text.as_bytes(), Some("T"), place, |_| {}).unwrap();
        assert_eq!((other.records, other.bytes()), (0, text.len() as u64));
    }
    #[test]
    fn empty_cells_keep_the_place_of_those_behind_them() {
        let text = "<Workbook><Worksheet><Table>\
            <Row><Cell><Data>A</Data></Cell><Cell><Data>B</Data></Cell><Cell><Data>Id</Data></Cell></Row>\
            <Row><Cell ss:MergeAcross=\"1\"/><Cell><Data>x</Data></Cell></Row>\
            <Row><Cell/><Cell/><Cell><Data>y</Data></Cell></Row></Table></Worksheet></Workbook>";
        let mut keys = Vec::new();
        let place = |names: &[String]| names.iter().position(|name| name == "Id");
        scan_elements(text.as_bytes(), None, place, |key| keys.push(key.to_owned())).unwrap();
        assert_eq!(keys, ["x", "y"]);
    }
}
