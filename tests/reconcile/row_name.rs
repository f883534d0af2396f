//! The names of rows in lists: keys and codes, and nothing that somebody said of themselves.

use care2mosaic::reconcile::row_name;

use super::hand_export::plan;

/// The name of a row whose every cell holds the name of its column.
fn name_of(table: &str) -> String {
    let table = plan().contract().table(plan().contract().find(table).unwrap());
    row_name(table, |column| Some(table.columns[usize::from(column.0)].name.as_str()))
}

#[test]
fn a_row_is_named_by_its_keys_and_codes_alone() {
    assert_eq!(name_of("MO_PERSONS"), "LEGACY_ID");
    // The day stays out.
    assert_eq!(name_of("MO_PERSON_NAMES"), "PERSON_LEGACY_ID/NAME_TYPE_ID/");
    // The number of the National Health Service stays out.
    assert_eq!(name_of("MO_SUBJECT_REFERENCES"), "PERSON_LEGACY_ID/REFERENCE_TYPE_CODE/");
}
