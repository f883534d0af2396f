//! Records as rows of worksheets.

use std::fs;
use std::io::Write;

use care2mosaic::record::{EntityId, FieldId, FileId, Reason, SourceRecord};
use care2mosaic::source::{Dictionary, FileEnd, FileReader, Format, RecordReader, Shape, Sheet};

use super::reader::dictionary;

fn read(bytes: &[u8], columns: &[&str], shape: Shape) -> (Vec<SourceRecord>, FileEnd) {
    read_as(bytes, &dictionary(columns), shape)
}

fn read_as(bytes: &[u8], dictionary: &Dictionary, shape: Shape) -> (Vec<SourceRecord>, FileEnd) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("T");
    fs::write(&path, bytes).unwrap();
    let format = Format { shape, ..Format::standard(Vec::new(), Vec::new()) };
    let entity = (EntityId(0), dictionary.entity(EntityId(0)));
    let mut reader = FileReader::open(&path, "T", FileId(0), &format, entity).unwrap();
    let mut records = Vec::new();
    while let Some(record) = reader.read().unwrap() {
        records.push(record);
    }
    (records, reader.finish().unwrap())
}

fn texts(record: &SourceRecord) -> Vec<Option<&str>> {
    record.values().map(care2mosaic::record::Value::text).collect()
}

fn spreadsheet(rows: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><Workbook xmlns:ss=\"urn:x\"><Worksheet ss:Name=\"S\"><Table>{rows}</Table></Worksheet></Workbook>"
    )
}

#[test]
fn cells_are_placed_by_index_and_rows_keep_their_numbers() {
    let text = spreadsheet(
        "<Row><Cell><Data>A</Data></Cell><Cell><Data>B</Data></Cell><Cell><Data>C</Data></Cell></Row>\
         <Row ss:Index=\"5\"><Cell ss:Index=\"3\"><Data>c&#10;&amp;<![CDATA[<]]></Data></Cell></Row>\
         <Row/><Row><Cell ss:MergeAcross=\"1\"><Data>a</Data></Cell><Cell><Data></Data></Cell></Row>",
    );
    let (records, end) = read(text.as_bytes(), &["A", "B", "C"], Shape::Spreadsheet(Sheet::default()));
    let found: Vec<_> = records.iter().map(|record| (record.origin().line, texts(record))).collect();
    assert_eq!(found, [(5, vec![None, None, Some("c\n&<")]), (7, vec![Some("a"), None, Some("")])]);
    assert_eq!((end.notes.sparse_rows, end.notes.faults.malformed), (2, None));
}

#[test]
fn a_comment_is_none_of_the_cells_value() {
    let text = spreadsheet(
        "<Row><Cell><Data>A</Data></Cell></Row>\
         <Row><Cell><Data>own</Data><Comment><Data>said of it</Data></Comment></Cell></Row>\
         <Row><Cell><Comment><Data>said of nothing</Data></Comment></Cell></Row>",
    );
    let (records, end) = read(text.as_bytes(), &["A"], Shape::Spreadsheet(Sheet::default()));
    assert_eq!(records.iter().map(texts).collect::<Vec<_>>(), [vec![Some("own")]]);
    assert_eq!(end.notes.faults.malformed, None);
    let text = spreadsheet(
        "<Row><Cell><Data>A</Data></Cell></Row><Row><Cell><Data>one</Data><Data>two</Data></Cell></Row>",
    );
    let (records, end) = read(text.as_bytes(), &["A"], Shape::Spreadsheet(Sheet::default()));
    assert!(records.is_empty() && end.notes.faults.malformed.is_some());
}

/// How many rows of a workbook are read, whether one is turned away, and whether the workbook is.
fn judged(rows: &str) -> (usize, bool, bool) {
    let header = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>A</t></is></c>\
                  <c r=\"B1\" t=\"inlineStr\"><is><t>B</t></is></c></row>";
    let book = workbook(&format!("{header}{rows}"), false);
    let (records, end) = read(&book, &["A", "B"], Shape::Workbook(Sheet::default()));
    (records.len(), !end.notes.faults.broken.is_empty(), end.notes.faults.malformed.is_some())
}

#[test]
fn cells_and_rows_in_another_order_than_theirs_are_told() {
    let cell = |place: &str| format!("<c r=\"{place}\"><v>1</v></c>");
    let row = |number: u32, cells: &[&str]| {
        let cells: String = cells.iter().map(|place| cell(place)).collect();
        format!("<row r=\"{number}\">{cells}</row>")
    };
    assert_eq!(judged(&row(2, &["A2", "B2"])), (1, false, false));
    assert_eq!(judged(&row(2, &["B2", "A2"])), (0, true, false));
    assert_eq!(judged(&row(2, &["A2", "A2"])), (0, true, false));
    assert_eq!(judged(&(row(2, &["A2"]) + &row(2, &["A2"]))), (0, true, false));
    assert!(judged(&(row(3, &["A3"]) + &row(2, &["A2"]))).2);
    let (_, broken, malformed) = judged(&row(4, &["ZZZZZZZZ4"]));
    assert!(broken || malformed, "a place that no worksheet has");
}

/// A workbook of one sheet, counting days from 1904 or not.
fn workbook(rows: &str, from_1904: bool) -> Vec<u8> {
    packed(&parts(rows, from_1904))
}

/// What the parts of a workbook of one sheet are called and hold.
fn parts(rows: &str, from_1904: bool) -> [(&'static str, String); 6] {
    [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned(),
        ),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
             Target=\"xl/workbook.xml\"/></Relationships>"
                .to_owned(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
             Target=\"worksheets/sheet1.xml\"/></Relationships>"
                .to_owned(),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
                 xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
                 <workbookPr date1904=\"{}\"/><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
                u8::from(from_1904)
            ),
        ),
        (
            "xl/styles.xml",
            "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs count=\"2\">\
             <xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
                .to_owned(),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
            ),
        ),
    ]
}

fn packed(parts: &[(&str, String)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const HEADER: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>A</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>B</t></is></c></row>";

#[test]
fn days_are_the_same_whichever_day_the_workbook_counts_from() {
    for (days, from_1904) in [(42_572, false), (41_110, true)] {
        let rows = format!("{HEADER}<row r=\"4\"><c r=\"B4\" s=\"1\"><v>{days}</v></c></row>");
        let shape = Shape::Workbook(Sheet::default());
        let (records, end) = read(&workbook(&rows, from_1904), &["A", "B"], shape);
        assert_eq!(texts(&records[0]), [None, Some("2016-07-21 00:00:00.000")], "{from_1904}");
        assert_eq!((records[0].origin().line, end.notes.sparse_rows), (4, 1));
    }
}

#[test]
fn numbers_that_the_spreadsheet_changed_look_like_none() {
    let number = |text: &str| {
        let rows = format!("{HEADER}<row r=\"2\"><c r=\"A2\"><v>{text}</v></c></row>");
        let (records, _) = read(&workbook(&rows, false), &["A", "B"], Shape::Workbook(Sheet::default()));
        (texts(&records[0])[0].map(str::to_owned).unwrap(), records[0].why_unread(FieldId(0)))
    };
    assert_eq!(number("9876543210"), ("9876543210".to_owned(), None));
    assert_eq!(number("1.5"), ("1.5".to_owned(), None));
    assert_eq!(number("123456789012345"), ("123456789012345".to_owned(), None));
    let changed = Some(Reason::BadIdentifierFormat);
    assert_eq!(number("1.23456789012346E+17"), ("1.23456789012346E17".to_owned(), changed));
    assert_eq!(number("12345678901234567").1, changed);
    assert_eq!(number("-1234567890123456").1, changed);
}

#[test]
fn a_number_that_is_no_day_of_the_calendar_is_no_date() {
    let text = "TABLE,ROLE,COLUMN,TYPE,NULLABLE,KIND,REFERS_TO,TIME\nT,casework,A,text(50),Y,text,,\nT,casework,B,date,Y,date,,date\n";
    let dictionary = Dictionary::parse(std::path::Path::new("dictionary.csv"), text).unwrap();
    for (number, why) in [
        ("42572", None),
        ("61", None),
        ("2958465", None),
        ("-1", Some(Reason::BadDate)),
        ("0", Some(Reason::BadDate)),
        ("0.5", Some(Reason::BadDate)),
        ("60", Some(Reason::BadDate)),
        ("2958466", Some(Reason::BadDate)),
    ] {
        let rows = format!("{HEADER}<row r=\"2\"><c r=\"B2\" s=\"1\"><v>{number}</v></c></row>");
        let (records, _) = read_as(&workbook(&rows, false), &dictionary, Shape::Workbook(Sheet::default()));
        assert_eq!(records[0].why_unread(FieldId(1)), why, "{number}");
        assert_eq!(texts(&records[0])[1].unwrap().contains('-'), why.is_none() || number == "-1", "{number}");
    }
}

#[test]
fn an_error_in_place_of_a_value_is_told_with_its_cell() {
    for error in ["#N/A", "#REF!", "#NAME?"] {
        let rows = format!(
            "{HEADER}<row r=\"2\"><c r=\"A2\"><v>1</v></c></row>\
             <row r=\"4\"><c r=\"A4\"><v>1</v></c><c r=\"B4\" t=\"e\"><v>{error}</v></c></row>"
        );
        let (records, end) = read(&workbook(&rows, false), &["A", "B"], Shape::Workbook(Sheet::default()));
        assert_eq!(records.len(), 1);
        let stops = end.notes.faults.stops("T", 2);
        assert_eq!((stops.len(), stops[0].reason, stops[0].line), (1, Reason::BadXml, 4));
        assert!(stops[0].message.contains("S!B4"), "{}", stops[0].message);
    }
    let text = spreadsheet(
        "<Row><Cell><Data ss:Type=\"String\">A</Data></Cell></Row>\
         <Row><Cell><Data ss:Type=\"Error\">#N/A</Data></Cell></Row>\
         <Row><Cell><Data ss:Type=\"Number\">1.23456789012346E+17</Data></Cell></Row>\
         <Row><Cell><Data ss:Type=\"String\">12345678901234567</Data></Cell></Row>",
    );
    let (records, end) = read(text.as_bytes(), &["A"], Shape::Spreadsheet(Sheet::default()));
    let told: Vec<_> = records.iter().map(|record| record.why_unread(FieldId(0))).collect();
    assert_eq!(told, [Some(Reason::BadIdentifierFormat), None]);
    let stops = end.notes.faults.stops("T", 1);
    assert_eq!((stops.len(), stops[0].reason, stops[0].line), (1, Reason::BadXml, 2));
    // The text of a user who wrote so is none.
    let rows = format!("{HEADER}<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>#N/A</t></is></c></row>");
    let (records, _) = read(&workbook(&rows, false), &["A", "B"], Shape::Workbook(Sheet::default()));
    assert_eq!(texts(&records[0])[0], Some("#N/A"));
}

#[test]
fn a_document_type_in_any_part_is_refused() {
    let rows = format!("{HEADER}<row r=\"2\"><c r=\"A2\"><v>1</v></c></row>");
    for place in 0..6 {
        let mut parts = parts(&rows, false);
        parts[place].1.insert_str(0, "<!DOCTYPE a [<!ENTITY b \"c\">]>");
        let (records, end) = read(&packed(&parts), &["A", "B"], Shape::Workbook(Sheet::default()));
        let stops = end.notes.faults.stops("T", 2);
        assert_eq!(
            (records.len(), stops.len(), stops[0].reason),
            (0, 1, Reason::BadXml),
            "{}",
            parts[place].0
        );
        assert!(stops[0].message.contains("document type") && !stops[0].message.contains("byte"));
    }
}

#[test]
fn a_document_type_within_a_text_is_a_text() {
    let text = "<![CDATA[<!DOCTYPE html><p>seen</p>]]>";
    let rows = format!("{HEADER}<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>");
    let (records, end) = read(&workbook(&rows, false), &["A", "B"], Shape::Workbook(Sheet::default()));
    assert_eq!(end.notes.faults.malformed, None);
    assert_eq!(texts(&records[0])[0], Some("<!DOCTYPE html><p>seen</p>"));
}

#[test]
fn a_value_of_which_a_part_would_be_read_is_refused() {
    for (cell, refused) in [
        ("<c r=\"A2\"><v>12</v></c>", false),
        ("<c r=\"A2\"><v>1&#50;</v></c>", true),
        ("<c r=\"A2\" t=\"str\"><v>a &amp; b&#33;</v></c>", false),
        ("<c r=\"A2\" t=\"str\"><v>a<![CDATA[b]]></v></c>", true),
    ] {
        let rows = format!("{HEADER}<row r=\"2\">{cell}</row>");
        let (records, end) = read(&workbook(&rows, false), &["A", "B"], Shape::Workbook(Sheet::default()));
        assert_eq!(
            (records.len(), end.notes.faults.malformed.is_some()),
            (usize::from(!refused), refused),
            "{cell}"
        );
    }
}

#[test]
fn a_row_past_the_header_is_told_with_its_cell() {
    let rows = format!("{HEADER}<row r=\"12\"><c r=\"AB12\"><v>1</v></c></row>");
    let (_, end) = read(&workbook(&rows, false), &["A", "B"], Shape::Workbook(Sheet::default()));
    let stops = end.notes.faults.stops("T", 2);
    assert!(stops[0].message.contains("S!AB12"), "{}", stops[0].message);
    let backwards = format!(
        "{HEADER}<row r=\"5\"><c r=\"A5\"><v>1</v></c></row><row r=\"4\"><c r=\"A4\"><v>1</v></c></row>"
    );
    let (_, end) = read(&workbook(&backwards, false), &["A", "B"], Shape::Workbook(Sheet::default()));
    let stops = end.notes.faults.stops("T", 2);
    assert!(stops[0].message.contains("(cell S!A"), "{}", stops[0].message);
}

#[test]
fn the_key_hides_behind_the_entitys_name() {
    let cell =
        |place: &str, text: &str| format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let header = [
        "(Do Not Modify) Visit",
        "(Do Not Modify) Row Checksum",
        "(Do Not Modify) Modified On",
        "ModifiedOn",
    ];
    let cells = |row: u8, texts: [&str; 4]| {
        let cells = ["A", "B", "C", "D"].iter().zip(texts);
        let cells: String = cells.map(|(column, text)| cell(&format!("{column}{row}"), text)).collect();
        format!("<row r=\"{row}\">{cells}</row>")
    };
    let rows = cells(1, header) + &cells(2, ["k", "sum", "hidden", "shown"]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("T.xlsx");
    fs::write(&path, workbook(&rows, false)).unwrap();
    let text = "TABLE,ROLE,COLUMN,TYPE,NULLABLE,KIND,REFERS_TO,TIME\nV,casework,VId,guid,N,key,,\nV,casework,ModifiedOn,text(50),Y,text,,\n";
    let dictionary =
        care2mosaic::source::Dictionary::parse(std::path::Path::new("dictionary.csv"), text).unwrap();
    let sheet = Sheet { name: None, hidden_columns: true };
    let format = Format { shape: Shape::Workbook(sheet), ..Format::standard(Vec::new(), Vec::new()) };
    let entity = (EntityId(0), dictionary.entity(EntityId(0)));
    let mut reader = FileReader::open(&path, "T.xlsx", FileId(0), &format, entity).unwrap();
    let record = reader.read().unwrap().unwrap();
    assert_eq!(texts(&record), [Some("k"), Some("shown")]);
    assert_eq!(reader.header().unknown(), [1, 2]);
}
