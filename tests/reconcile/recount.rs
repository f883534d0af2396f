//! The second reader of the export counts rows and keys.

use care2mosaic::reconcile::recount::{KeySums, recount};
use care2mosaic::source::Format;

use super::hand_export::{key, plan, record};

fn counted(text: &str) -> KeySums {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("CaseStatus.csv");
    std::fs::write(&path, text).unwrap();
    let format = Format::standard(Vec::new(), Vec::new());
    let mut sums = KeySums::new(plan().dictionary().entities().len());
    recount(plan(), &path, plan().dictionary().find("CaseStatus").unwrap(), &format, (&mut sums, &|_| false))
        .unwrap();
    sums
}

#[test]
fn rows_and_keys_agree_with_records_whatever_their_order_and_case() {
    let mut staged = KeySums::new(plan().dictionary().entities().len());
    for number in [65, 66] {
        staged.add_record(plan(), &record("CaseStatus", &[("CaseStatusId", &key(number)), ("Name", "Open")]));
    }
    let (one, two) = (key(65), key(66).to_uppercase());
    assert_eq!(counted(&format!("Name,CaseStatusId\r\nOpen,{two}\r\n\"Op\r\nen\",{one}\r\n")), staged);
    let repeated = counted(&format!("CaseStatusId,Name\r\n{one},a\r\nCaseStatusId,Name\r\n{two},\"b\r\n"));
    let entity = plan().dictionary().find("CaseStatus").unwrap();
    let (own, other) = (repeated.of(entity), staged.of(entity));
    assert_eq!((own.rows, own.keys, own.headers), (other.rows, other.keys, 1));
    assert_ne!(counted(&format!("CaseStatusId,Name\r\n{one},a\r\n{one},b\r\n")), staged);
    assert_ne!(counted(&format!("CaseStatusId,Name\r\n{one},a\r\n")), staged);
}

#[test]
fn the_bytes_of_a_drop_give_as_many_records_as_its_reader_found() {
    let migrated = super::migrated::Migrated::with_hard_cases();
    let files = &migrated.finished.report.source.files;
    assert!(files.len() > 100, "{}", files.len());
    for file in files.iter().filter(|file| file.path.ends_with("csv")) {
        let bytes = std::fs::read(migrated.drop().join(&file.path)).unwrap();
        let found = care2mosaic::reconcile::scan::scan(bytes.as_slice(), b',', b'"').unwrap();
        assert_eq!(found.bytes(), file.bytes, "{}", file.path);
        assert!(found.records >= file.records, "{}", file.path);
        assert_eq!(found.fields, found.records * found.columns, "{}", file.path);
    }
}
