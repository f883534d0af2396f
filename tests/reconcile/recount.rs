//! The second reader of the export counts rows and keys.

use care2mosaic::reconcile::recount::{KeySums, recount};
use care2mosaic::source::{Format, NullPolicy};

use super::hand_export::{key, plan, record};

fn counted(text: &str) -> KeySums {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("CaseStatus.csv");
    std::fs::write(&path, text).unwrap();
    let format = Format {
        delimiter: b',',
        quote: b'"',
        null: NullPolicy::default(),
        dates: Vec::new(),
        datetimes: Vec::new(),
    };
    let mut sums = KeySums::new(plan().dictionary().entities().len());
    recount(plan(), &path, plan().dictionary().find("CaseStatus").unwrap(), &format, &mut sums).unwrap();
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
