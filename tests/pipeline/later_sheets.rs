//! Audit sheets of case files of which a later run wrote more.

use care2mosaic::pipeline::{Cancel, SampleRequest, SampleSize, Silent, TraceRequest, sample, trace};

use super::council::list;
use super::later_relationships::{council_with, hold, migrate};
use super::retry::retry_from;

/// A relationship goes with the other person, in a batch of a later run: auditors see it on the sheet of the case file that owns it.
#[test]
fn a_sheet_has_the_rows_that_a_later_run_wrote() {
    let (council, pair) = council_with(&["late"]);
    hold(&council, "drop", &pair.other);
    migrate(&council);
    assert!(pair.waits(&council));
    retry_from(&council, "late");
    let people = list(&council.path("drop/Person.csv"));
    let owner = people.iter().find(|row| row["PersonId"].to_lowercase() == pair.owner).unwrap();
    let case_file = owner["PersonNumber"].parse().unwrap();
    let asked = TraceRequest {
        out: council.path("out"),
        case_file,
        sources: Vec::new(),
        show_values: false,
        ledger: None,
        threads: 1,
    };
    let told = trace(&asked, &Silent, &Cancel::default()).unwrap();
    let rows = told.records.iter().filter(|record| record.entity == "PersonRelationship");
    let (own, others): (Vec<_>, Vec<_>) = rows.partition(|record| record.source_id == pair.key);
    let count = |records: &[_]| {
        let of = |record: &&care2mosaic::pipeline::TracedRecord| {
            record.rows.iter().filter(|row| row.table == "MO_PERSON_RELATIONSHIPS").count()
        };
        records.iter().map(of).sum::<usize>()
    };
    assert!(count(&own) > 0, "{own:?}");
    let wanted = SampleRequest {
        out: council.path("out"),
        size: SampleSize::Number(1000),
        seed: 1,
        to: council.path("audit"),
        sources: Vec::new(),
        mappings: None,
        ledger: None,
        threads: 1,
    };
    sample(&wanted, &Silent, &Cancel::default()).unwrap();
    let sheet = std::fs::read_to_string(council.path(&format!("audit/{case_file}.html"))).unwrap();
    assert_eq!(sheet.matches("<h4>Person relationships").count(), count(&own) + count(&others));
}
