//! Values in notes, which no cell of their own would tell.

use super::migrated::Migrated;

#[test]
fn a_line_of_a_note_that_was_changed_is_a_value_that_differs() {
    let changed = Migrated::shared().copy();
    let mut notes = changed.table("0001", "30_CASE_NOTES.csv");
    let text = notes.header.iter().position(|own| own == "NOTE").unwrap();
    let row = notes.rows.iter_mut().find(|row| row[text].contains("Recorded on: 20")).unwrap();
    row[text] = row[text].replacen("Recorded on: 20", "Recorded on: 19", 1);
    changed.put(&notes);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    let told = differences.iter().find(|one| one.check == "value-mismatch");
    assert_eq!(told.map(|one| one.field.as_str()), Some("CreatedOn"), "{differences:?}");
}
