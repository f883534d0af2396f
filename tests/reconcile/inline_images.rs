//! Pictures that were lifted out of notes, changed by other hands: file, row, marker and warning.

use std::fs;

use super::exception_list::{lines, put};
use super::migrated::{Changed, DifferenceLine, ImportTable, Migrated, sha256};

const BATCH: &str = "0001";

fn index(changed: &Changed) -> (ImportTable, usize) {
    let table = changed.table(BATCH, "32_DOCUMENT_INDEX.csv");
    let place = table.rows.iter().position(|row| row[0].ends_with(":image-1")).unwrap();
    (table, place)
}

fn column(table: &ImportTable, name: &str) -> usize {
    table.header.iter().position(|own| own == name).unwrap()
}

fn found(changed: &Changed) -> Vec<DifferenceLine> {
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    differences
}

#[test]
fn what_nobody_changed_is_proved() {
    let migrated = Migrated::with_images();
    assert_eq!(migrated.finished.exit.code(), 0, "{:?}", migrated.finished.report.differences);
    let (table, _) = index(&migrated.copy());
    assert_eq!(table.rows.iter().filter(|row| row[0].contains(":image-")).count(), 2);
}

#[test]
fn another_picture_is_told_though_row_and_manifest_bear_it_out() {
    let changed = Migrated::with_images().copy();
    let (mut table, place) = index(&changed);
    let digest = column(&table, "SHA256");
    let (old, key) = (table.rows[place][digest].clone(), table.rows[place][0].clone());
    let folder = changed.out().join("data/batches").join(BATCH).join("documents");
    let mut bytes = fs::read(folder.join(&old)).unwrap();
    bytes[4] ^= 1;
    let new = sha256(&bytes);
    fs::remove_file(folder.join(&old)).unwrap();
    fs::write(folder.join(&new), &bytes).unwrap();
    table.rows[place][digest].clone_from(&new);
    changed.put(&table);
    changed.change_manifest(BATCH, |files| {
        for file in files.iter_mut().filter(|file| file["sha256"] == *old) {
            file["path"] = format!("documents/{new}").into();
            file["sha256"] = new.clone().into();
        }
        files.sort_by_key(|file| file["path"].to_string());
    });
    let told = found(&changed);
    assert!(told.iter().any(|one| one.legacy_id == key && one.field == "SHA256"), "{told:?}");
}

#[test]
fn other_bytes_under_the_same_name_are_told() {
    let changed = Migrated::with_images().copy();
    let (table, place) = index(&changed);
    let name = table.rows[place][column(&table, "SHA256")].clone();
    fs::write(changed.out().join("data/batches").join(BATCH).join("documents").join(&name), b"other")
        .unwrap();
    let told = found(&changed);
    assert!(told.iter().any(|one| one.check == "document-file"), "{told:?}");
}

#[test]
fn a_row_that_is_gone_or_says_something_else_is_told() {
    let changed = Migrated::with_images().copy();
    let (mut table, place) = index(&changed);
    let row = table.rows.remove(place);
    changed.put(&table);
    let told = found(&changed);
    assert!(told.iter().any(|one| one.check == "missing-row" && one.legacy_id == row[0]), "{told:?}");
    for (name, value) in [("CATEGORY", "LETTER"), ("FILE_NAME", "image.png"), ("BYTES", "9")] {
        let changed = Migrated::with_images().copy();
        let (mut table, place) = index(&changed);
        let at = column(&table, name);
        value.clone_into(&mut table.rows[place][at]);
        changed.put(&table);
        let told = found(&changed);
        assert!(told.iter().any(|one| one.legacy_id == row[0] && one.field == name), "{name} {told:?}");
    }
}

#[test]
fn a_note_that_names_no_document_or_another_is_told() {
    let whole = Migrated::with_images().copy();
    let (table, place) = index(&whole);
    let document = table.rows[place][0].clone();
    let note = document.split(':').next().unwrap();
    let line = format!("<p>Image: {document}</p>");
    for other in [String::new(), line.replace("image-1", "image-3")] {
        let changed = Migrated::with_images().copy();
        let mut notes = changed.table(BATCH, "30_CASE_NOTES.csv");
        let text = column(&notes, "NOTE");
        let row = notes.rows.iter_mut().find(|row| row[0] == note).unwrap();
        assert!(row[text].contains(&line), "{}", row[text]);
        row[text] = row[text].replace(&line, &other);
        changed.put(&notes);
        let told = found(&changed);
        assert!(told.iter().any(|one| one.legacy_id == note && one.field == "NOTE"), "{told:?}");
    }
}

#[test]
fn a_warning_that_is_gone_is_told() {
    let changed = Migrated::with_images().copy();
    let mut warnings = lines(&changed, "warnings.csv");
    let before = warnings.len();
    warnings.retain(|line| line[6] != "inline-image");
    assert_eq!(warnings.len(), before - 1);
    put(&changed, "warnings.csv", &warnings);
    let told = found(&changed);
    assert!(told.iter().any(|one| one.check == "warning-cause" && one.field == "Notes"), "{told:?}");
}
