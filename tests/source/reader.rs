//! Reading single files.

use std::fs;
use std::io::Read;
use std::path::Path;

use care2mosaic::record::{EntityId, FieldId, FileId, Value};
use care2mosaic::source::{
    Delimited, DelimitedReader, Dictionary, Encoding, FileReader, Format, ReadError, RecordReader,
};

/// A dictionary of one entity `T` with text columns of these names.
pub(crate) fn dictionary(columns: &[&str]) -> Dictionary {
    let mut text = String::from("TABLE,ROLE,COLUMN,TYPE,NULLABLE,KIND,REFERS_TO,TIME\n");
    for column in columns {
        text.extend(["T,casework,", column, ",text(max),Y,text,,\n"]);
    }
    Dictionary::parse(Path::new("dictionary.csv"), &text).unwrap()
}

pub(crate) fn format() -> Format {
    Format::standard(Vec::new(), Vec::new())
}

pub(crate) fn reader<R: Read>(input: R, dictionary: &Dictionary) -> DelimitedReader<R> {
    reader_of(input, dictionary, (&format(), &Delimited::default(), Encoding::Utf8))
}

pub(crate) fn reader_of<R: Read>(
    input: R,
    dictionary: &Dictionary,
    form: (&Format, &Delimited, Encoding),
) -> DelimitedReader<R> {
    let id = EntityId(0);
    DelimitedReader::new(input, form, (id, dictionary.entity(id)), FileId(0)).unwrap()
}

/// Gives one byte at a time, so that every record is split at every place.
pub(crate) struct Trickle<'a>(pub(crate) &'a [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(&mut buffer[..1])
    }
}

#[test]
fn null_empty_and_words_for_null_are_told_apart() {
    let dictionary = dictionary(&["A", "B", "C", "D"]);
    let mut format = format();
    format.null.words = vec!["NULL".into()];
    let text = b"A,B,C,D\r\n,\"\",NULL,\"NULL\"\r\n";
    let mut reader = reader_of(&text[..], &dictionary, (&format, &Delimited::default(), Encoding::Utf8));
    let record = reader.next_record().unwrap().unwrap();
    let values: Vec<_> = record.values().collect();
    assert_eq!(values, [Value::Null, Value::Text(""), Value::Null, Value::Text("NULL")]);
}

#[test]
fn columns_may_stand_in_any_order_and_case_and_lines_are_physical() {
    let dictionary = dictionary(&["Alpha", "Beta"]);
    let text = b"BETA,alpha\r\n\"two\r\nlines\",1\r\nx,2\r\n";
    let mut reader = reader(Trickle(text), &dictionary);
    let first = reader.next_record().unwrap().unwrap();
    assert_eq!(first.get(FieldId(1)), Value::Text("two\r\nlines"));
    assert_eq!(first.origin().line, 2);
    assert_eq!(reader.next_record().unwrap().unwrap().origin().line, 4);
    assert_eq!(reader.next_record().unwrap(), None);
}

#[test]
fn the_first_bad_byte_is_told_and_reading_goes_on() {
    let dictionary = dictionary(&["A", "B"]);
    let mut reader = reader(&b"A,B\n1,caf\xe9\n2,ok\n"[..], &dictionary);
    assert_eq!(reader.next_record().unwrap().unwrap().get(FieldId(0)), Value::Text("2"));
    let broken = reader.notes().faults.broken[0];
    assert_eq!((broken.line, broken.offset), (2, 9));
}

#[test]
fn a_file_that_changes_while_it_is_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("T.csv");
    fs::write(&path, "A,B\r\n1,2\r\n").unwrap();
    let dictionary = dictionary(&["A", "B"]);
    let entity = (EntityId(0), dictionary.entity(EntityId(0)));
    let mut reader = FileReader::open(&path, "T.csv", FileId(0), &format(), entity).unwrap();
    assert!(reader.read().unwrap().is_some());
    fs::write(&path, "A,B\r\n1,3\r\n4,5\r\n").unwrap();
    assert!(matches!(reader.finish(), Err(ReadError::Changed { .. })));
}

#[test]
fn the_digest_is_that_of_the_whole_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("T.csv");
    fs::write(&path, "A,B\n1,\"cut").unwrap();
    let dictionary = dictionary(&["A", "B"]);
    let entity = (EntityId(0), dictionary.entity(EntityId(0)));
    let mut reader = FileReader::open(&path, "T.csv", FileId(0), &format(), entity).unwrap();
    assert!(reader.read().unwrap().is_none());
    let end = reader.finish().unwrap();
    assert_eq!(end.bytes, 10);
    assert_eq!(end.sha256.to_string(), "87f20d73ca1105d334740db201ba32c7513096c46d0a98c96c0c2dc9c49adbb6");
}

#[test]
fn rows_that_carriage_returns_end_are_read_where_declared_and_told_elsewhere() {
    let dictionary = dictionary(&["A", "B"]);
    let text = b"A,B\r1,\"x\ry\"\r2,z\r";
    let declared = Delimited { terminator: Some("\r".to_owned()), ..Delimited::default() };
    let mut reader = reader_of(&text[..], &dictionary, (&format(), &declared, Encoding::Utf8));
    let mut rows = Vec::new();
    while let Some(record) = reader.next_record().unwrap() {
        let values: Vec<_> = record.values().map(|value| value.text().unwrap().to_owned()).collect();
        rows.push((record.origin().line, values.join("|")));
    }
    assert_eq!(rows, [(2, "1|x\ry".to_owned()), (4, "2|z".to_owned())]);
    let mut reader = super::reader::reader(Trickle(text), &dictionary);
    assert!(reader.next_record().unwrap().is_none(), "never one giant row");
    let malformed = reader.notes().faults.malformed.clone().unwrap();
    assert_eq!((malformed.line, malformed.offset), (1, Some(3)));
    assert!(reader.header().names().is_empty(), "what may be rows is no header");
}

#[test]
fn without_a_header_rows_that_carriage_returns_end_are_told_too() {
    let dictionary = dictionary(&["A", "B"]);
    let bcp =
        Delimited { terminator: Some("\r\n".to_owned()), quote: None, header: false, ..Delimited::default() };
    let read = |text: &'static [u8]| {
        let mut reader = reader_of(text, &dictionary, (&format(), &bcp, Encoding::Utf8));
        let record = reader.next_record().unwrap();
        (record.is_some(), reader.notes().faults.malformed.clone().and_then(|found| found.offset))
    };
    assert_eq!(read(b"1,x\r2,y\r"), (false, Some(3)));
    assert_eq!(read(b"1,x\ry\r\n2,z\r\n"), (true, None), "a note may hold one");
}
