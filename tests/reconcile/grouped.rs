//! Differences by what they follow from.

use super::migrated::{Changed, Migrated};

/// The check, the table, the mapping file and how many differences of each cause, and how many there are.
fn causes(changed: &Changed) -> (Vec<(String, String, String, u64)>, u64) {
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    let groups = finished.report.differences.into_iter();
    let groups = groups.map(|one| {
        assert!(one.mapping.is_empty() || one.mapping_line > 0, "{one:?}");
        (one.check, one.table, one.mapping, one.differences)
    });
    (groups.collect(), differences.len() as u64)
}

fn cause(check: &str, table: &str, mapping: &str, count: u64) -> (String, String, String, u64) {
    (check.to_owned(), table.to_owned(), mapping.to_owned(), count)
}

#[test]
fn a_lost_note_is_one_cause_of_all_that_it_held() {
    let changed = Migrated::shared().copy();
    let of_a_contact = |row: &Vec<String>| row[0].ends_with(":remainder") && row[2] == "MIG-CONTACT";
    let mut tables = changed.tables().into_iter().filter(|table| table.name == "30_CASE_NOTES.csv");
    let found = tables.find_map(|table| table.rows.iter().position(of_a_contact).map(|place| (table, place)));
    let (mut table, place) = found.expect("the note of a contact");
    table.rows.remove(place);
    changed.put(&table);
    let (causes, all) = causes(&changed);
    assert!(all > 5, "{causes:?}");
    assert_eq!(causes, [cause("missing-row", "CASE_NOTES", "contact.toml", all)]);
}

#[test]
fn a_changed_cell_is_one_cause_of_what_is_rebuilt_of_it() {
    let changed = Migrated::shared().copy();
    let mut tables = changed.tables().into_iter().filter(|table| table.name == "05_MO_PERSONS.csv");
    let mut table = tables.next().expect("a batch with people");
    let gender = table.header.iter().position(|column| column == "GENDER").unwrap();
    table.rows[0][gender] = if table.rows[0][gender] == "M" { "F" } else { "M" }.to_owned();
    changed.put(&table);
    let (causes, all) = causes(&changed);
    assert!(all > 2, "{causes:?}");
    assert_eq!(causes, [cause("cell", "MO_PERSONS", "person.toml", all)]);
}
