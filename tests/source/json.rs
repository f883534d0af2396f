//! Records as JSON.

use std::fs;
use std::path::Path;

use care2mosaic::record::{EntityId, FileId, Reason, SourceRecord};
use care2mosaic::source::{Dictionary, FileEnd, FileReader, Format, RecordReader, Shape};

/// A table whose lookup has a label, and a pointer at rows of several tables.
const DICTIONARY: &str = "TABLE,ROLE,COLUMN,TYPE,NULLABLE,KIND,REFERS_TO,TIME
Visit,casework,VisitId,guid,N,key,,
Visit,casework,PersonId,guid,Y,lookup,Visit,
Visit,casework,PersonId_cwname,text(400),Y,label,,
Visit,casework,RegardingId,guid,Y,polymorphic,Visit,
Visit,casework,RegardingIdTableName,text(128),Y,polymorphic,,
Visit,casework,RegardingIdName,text(450),Y,label,,
Visit,casework,Number,text(50),Y,text,,
";

/// Reads a file of visits: each record with the byte at which it begins, and how the file ended.
fn visits(text: &str) -> (Vec<(SourceRecord, u64)>, FileEnd) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("visit.json");
    fs::write(&path, text).unwrap();
    let dictionary = Dictionary::parse(Path::new("dictionary.csv"), DICTIONARY).unwrap();
    let format = Format { shape: Shape::Json, ..Format::standard(Vec::new(), Vec::new()) };
    let entity = (EntityId(0), dictionary.entity(EntityId(0)));
    let mut reader = FileReader::open(&path, "visit.json", FileId(0), &format, entity).unwrap();
    let mut records = Vec::new();
    while let Some(record) = reader.read().unwrap() {
        records.push((record, reader.position()));
    }
    (records, reader.finish().unwrap())
}

fn texts(record: &SourceRecord) -> Vec<Option<&str>> {
    record.values().map(care2mosaic::record::Value::text).collect()
}

#[test]
fn lookups_labels_and_table_names_are_remarks_on_a_value() {
    let text = r#"{"@odata.context":"c","@odata.count":1,"value":[
{"@odata.etag":"W/1","visitid":"v","_personid_value":"p",
 "_personid_value@OData.Community.Display.V1.FormattedValue":"Ann \"A\" Ash",
 "_personid_value@Microsoft.Dynamics.CRM.associatednavigationproperty":"PersonId",
 "_regardingid_value":"r","_regardingid_value@Microsoft.Dynamics.CRM.lookuplogicalname":"visit",
 "_regardingid_value@OData.Community.Display.V1.FormattedValue":"","number":12345678901234567890}],
"@odata.nextLink":null}"#;
    let (records, end) = visits(text);
    let [(record, position)] = records.as_slice() else { panic!("{} records", records.len()) };
    let expected = ["v", "p", "Ann \"A\" Ash", "r", "visit", "", "12345678901234567890"];
    assert_eq!(texts(record), expected.map(Some));
    assert_eq!(
        (record.origin().line, usize::try_from(*position).unwrap()),
        (2, text.find("{\"@odata.etag").unwrap())
    );
    assert_eq!((end.notes.faults.malformed, end.header.unknown()), (None, &[][..]));
}

#[test]
fn arrays_and_objects_one_after_another_are_read_and_gaps_are_null() {
    let (listed, _) =
        visits("\u{feff}[{\"VISITID\":\"a\",\"Number\":\"\"},\n {\"visitid\":\"b\",\"number\":null}]");
    let (lines, _) =
        visits("{\"visitid\":\"a\",\"number\":\"\"}\n{\"visitid\":\"b\",\"m\":{\"value\":[{}]}}\n");
    for records in [listed, lines] {
        let found: Vec<_> = records
            .iter()
            .map(|(record, _)| (texts(record)[0], texts(record)[6], record.origin().line))
            .collect();
        assert_eq!(found, [(Some("a"), Some(""), 1), (Some("b"), None, 2)]);
    }
    assert_eq!(visits("").0.len() + visits("[]").0.len() + visits("{\"value\":[]}").0.len(), 0);
}

/// How a file of one visit ends that has this behind the record.
fn ending(text: &str) -> Option<Reason> {
    let (records, end) = visits(text);
    assert_eq!(records.len(), 1, "{text}");
    end.notes.faults.malformed.map(|found| found.reason)
}

#[test]
fn nothing_behind_the_records_is_passed_over() {
    let visit = "{\"visitid\":\"a\"}";
    for (around, expected) in [
        ("[V]\n", None),
        ("{\"value\":[V]}\n", None),
        ("{\"value\":[V],\"@odata.count\":1,\"@odata.nextLink\":null}", None),
        ("{\"value\":[V],\"@odata.nextLink\":\"page 2\"}", Some(Reason::RowLimitHit)),
        ("{\"@odata.nextLink\":\"page 2\",\"value\":[V]}", Some(Reason::RowLimitHit)),
        ("{\"value\":[V]", Some(Reason::RaggedRow)),
        ("{\"value\":[V] 500 Internal Server Error", Some(Reason::RaggedRow)),
        ("{\"value\":[V],\"error\":{}}", Some(Reason::RaggedRow)),
        ("{\"value\":[V],\"value\":[V]}", Some(Reason::RaggedRow)),
        ("{\"value\":[V]}{\"value\":[V]}", Some(Reason::RaggedRow)),
        ("[V][V]", Some(Reason::RaggedRow)),
        ("[V,]", Some(Reason::RaggedRow)),
        ("[V]]", Some(Reason::RaggedRow)),
    ] {
        assert_eq!(ending(&around.replace('V', visit)), expected, "{around}");
    }
}

#[test]
fn what_is_no_json_is_told_with_its_place() {
    let place = |text: &str| {
        let (records, end) = visits(text);
        let faults = end.notes.faults;
        let broken = faults.broken.first().map(|row| (row.reason, row.line, Some(row.offset)));
        let malformed = faults.malformed.map(|found| (found.reason, found.line, found.offset));
        (records.len(), broken.or(malformed))
    };
    assert_eq!(place("[{\"visitid\":\"a\"},\n{\"visitid\":"), (1, Some((Reason::RaggedRow, 2, Some(18)))));
    assert_eq!(place("[{\"visitid\":\"a\"}\n"), (1, Some((Reason::RaggedRow, 2, Some(17)))));
    assert_eq!(
        place("[{\"\\ud800\":\"a\"},{\"visitid\":\"b\"}]"),
        (1, Some((Reason::RaggedRow, 1, Some(1))))
    );
    assert_eq!(place("visitid,number\n"), (0, Some((Reason::RaggedRow, 1, Some(0)))));
}
