//! Records of the Configuration Migration Tool.

use std::fs;
use std::path::Path;

use care2mosaic::record::{EntityId, FileId, Reason};
use care2mosaic::source::{
    DateForm, Dictionary, DropError, DropFolder, FileEnd, FileReader, Format, RecordReader, Shape, TimeBasis,
    WrittenDates,
};

const DICTIONARY: &str = "TABLE,ROLE,COLUMN,TYPE,NULLABLE,KIND,REFERS_TO,TIME
Visit,casework,VisitId,guid,N,key,,
Visit,casework,PersonId,guid,Y,lookup,Visit,
Visit,casework,PersonId_cwname,text(400),Y,label,,
Visit,casework,Due,date,Y,date,,date
Visit,casework,Notes,text(max),Y,text,,
";

/// A record's texts, with the number of its element.
type Texts = (u64, Vec<Option<String>>);

/// What a file of visits holds, and how the file ended.
fn visits(records: &str) -> (Vec<Texts>, FileEnd) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("visit.xml");
    fs::write(&path, format!("<entity name=\"visit\"><records>{records}</records></entity>")).unwrap();
    let dictionary = Dictionary::parse(Path::new("dictionary.csv"), DICTIONARY).unwrap();
    let day = DateForm::new("YYYY-MM-DDTHH:MM:SS.fffffff", None).unwrap();
    let days = WrittenDates { forms: vec![day], basis: TimeBasis::Date, later: false };
    let format =
        Format { shape: Shape::DataXml, days: Some(days), ..Format::standard(Vec::new(), Vec::new()) };
    let entity = (EntityId(0), dictionary.entity(EntityId(0)));
    let mut reader = FileReader::open(&path, "visit.xml", FileId(0), &format, entity).unwrap();
    let mut found = Vec::new();
    while let Some(record) = reader.read().unwrap() {
        let texts = record.values().map(|value| value.text().map(str::to_owned)).collect();
        found.push((record.origin().line, texts));
    }
    (found, reader.finish().unwrap())
}

#[test]
fn line_ends_lookups_days_and_gaps_are_read() {
    let text = "<record id=\"v\"><field name=\"visitid\" value=\"v\" />\
        <field name=\"personid\" value=\"p\" lookupentity=\"visit\" lookupentityname=\"Ann&#39;s\" />\
        <field name=\"due\" value=\"2026-04-01T00:00:00.0000000\" />\
        <field name=\"notes\" value=\"a&#xD;&#xA;b&#xA;&lt;\" /></record>\
        <record id=\"w\"><field name=\"visitid\" value=\"w\" /><field name=\"notes\" value=\"\" /></record>";
    let (found, end) = visits(text);
    let texts = |texts: [Option<&str>; 5]| texts.map(|text| text.map(str::to_owned)).to_vec();
    let first = texts([Some("v"), Some("p"), Some("Ann's"), Some("2026-04-01"), Some("a\r\nb\n<")]);
    assert_eq!(found, [(1, first), (2, texts([Some("w"), None, None, None, Some("")]))]);
    assert_eq!((end.notes.faults.malformed, end.header.unknown()), (None, &[][..]));
}

#[test]
fn links_and_entities_of_the_files_own_are_never_passed_over() {
    let (found, end) = visits("</records><m2mrelationships><m2mrelationship /></m2mrelationships><records>");
    assert_eq!((found.len(), end.notes.unknown_filled), (0, vec![1]));
    assert_eq!(end.header.names().last().map(String::as_str), Some("m2mrelationships"));
    let (_, end) = visits("<record id=\"v\"><field name=\"notes\" value=\"&c;\" /></record>");
    assert_eq!(end.notes.faults.malformed.map(|found| (found.reason, found.line)), Some((Reason::BadXml, 1)));
}

/// The codes and numbers of records that were turned away, and how many were read.
fn turned_away(records: &str) -> (Vec<(Reason, u64)>, usize) {
    let (found, end) = visits(records);
    assert_eq!(end.notes.faults.malformed, None);
    (end.notes.faults.broken.iter().map(|row| (row.reason, row.line)).collect(), found.len())
}

#[test]
fn a_text_between_tags_turns_its_record_away() {
    let whole = "<record id=\"v\"><field name=\"visitid\" value=\"v\" /></record>";
    for text in ["told", " <![CDATA[told]]>"] {
        for odd in [
            format!("<record id=\"w\"><field name=\"notes\">{text}</field></record>"),
            format!("<record id=\"w\"><field name=\"notes\" value=\"a\" />{text}</record>"),
        ] {
            assert_eq!(turned_away(&format!("{whole}{odd}{whole}")), (vec![(Reason::BadXml, 2)], 2), "{odd}");
        }
        let (_, end) = visits(&format!("{whole}{text}{whole}"));
        assert_eq!(end.notes.faults.malformed.map(|found| found.line), Some(1));
    }
    let spaced = "\r\n<record id=\"v\">\r\n  <field name=\"visitid\" value=\"v\"> </field>\r\n</record>";
    assert_eq!(turned_away(spaced), (vec![], 1));
}

#[test]
fn a_record_with_two_keys_is_turned_away() {
    let record = |id: &str, key: &str| {
        turned_away(&format!("<record id=\"{id}\"><field name=\"visitid\" value=\"{key}\" /></record>"))
    };
    let (one, other) = ("0A1B2C3D-0000-4000-8000-000000000001", "0a1b2c3d-0000-4000-8000-000000000002");
    assert_eq!(record(one, &one.to_lowercase()), (vec![], 1));
    assert_eq!(record(one, other), (vec![(Reason::BadXml, 1)], 0));
    assert_eq!(record("v", "w"), (vec![(Reason::BadXml, 1)], 0));
    assert_eq!(turned_away("<record><field name=\"visitid\" value=\"v\" /></record>"), (vec![], 1));
}

#[test]
fn what_is_no_field_of_the_record_goes_to_no_column() {
    let party = "<field name=\"notes\" value=\"own\"><activitypointerrecords><field name=\"notes\" value=\"party's\" />\
                 </activitypointerrecords></field>";
    let (found, end) = visits(&format!("<record id=\"v\">{party}</record>"));
    assert_eq!((found[0].1[4].as_deref(), end.header.duplicates()), (Some("own"), &[][..]));
    assert_eq!(end.notes.unknown_filled, [1]);
    for odd in
        ["<record id=\"v\"><group><field name=\"notes\" value=\"a\" /></group></record>", "<group>a</group>"]
    {
        let (_, end) = visits(odd);
        assert_eq!(end.header.names().last().map(String::as_str), Some("group"), "{odd}");
    }
}

#[test]
fn one_file_is_parted_by_entity_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let drop = folder.path().join("drop");
    fs::create_dir(&drop).unwrap();
    let (one, two) = ("<entity name=\"Visit\"><a/></entity>", "<entity name=\"person\"/>");
    fs::write(drop.join("data.xml"), format!("\u{feff}<entities>\r\n{one}\r\n{two}</entities>")).unwrap();
    let opened = DropFolder::open(&drop).unwrap();
    let files: Vec<_> = opened
        .files()
        .iter()
        .map(|file| (file.path.as_str(), fs::read_to_string(opened.full_path(file)).unwrap()))
        .collect();
    assert_eq!(files, [("data.xml/person.xml", two.to_owned()), ("data.xml/visit.xml", one.to_owned())]);
    std::mem::drop(opened);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the pieces are gone");
    for text in [
        "<entities><entity name=\"../x\"/></entities>",
        "<!DOCTYPE a><entities/>",
        "<entities>",
        "no",
        "<entities>a<entity name=\"x\"/></entities>",
    ] {
        fs::write(drop.join("data.xml"), text).unwrap();
        assert!(
            matches!(DropFolder::open(&drop), Err(DropError::Refused { .. } | DropError::Empty { .. })),
            "{text}"
        );
    }
}
