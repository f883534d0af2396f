//! Changes that a comparison of sets, of trimmed texts or of whole lines would not see.

use std::collections::BTreeSet;

use care2mosaic::report::model::Report;

use super::migrated::{DifferenceLine, ImportTable, Migrated};

/// The place of a column.
fn column(table: &ImportTable, name: &str) -> usize {
    table.header.iter().position(|own| own == name).unwrap_or_else(|| panic!("{} has no {name}", table.name))
}

/// The places of the first rows that a condition holds for.
fn rows_where(table: &ImportTable, wanted: usize, holds: impl Fn(&[String]) -> bool) -> Vec<usize> {
    let found: Vec<usize> =
        (0..table.rows.len()).filter(|row| holds(&table.rows[*row])).take(wanted).collect();
    assert_eq!(found.len(), wanted, "{}", table.name);
    found
}

fn named<'d>(differences: &'d [DifferenceLine], key: &str) -> BTreeSet<&'d str> {
    let about = differences.iter().filter(|one| one.legacy_id.starts_with(key) || one.source_id == key);
    about.map(|one| one.check.as_str()).collect()
}

#[test]
fn texts_that_only_look_alike_differ() {
    let changed = Migrated::shared().copy();
    let mut names = changed.table("0001", "06_MO_PERSON_NAMES.csv");
    let (first, last) = (column(&names, "FIRST_NAMES"), column(&names, "LAST_NAME"));
    let letters = |row: &[String]| {
        row[first].len() > 2 && row[first].is_ascii() && row[last].len() > 2 && row[last].is_ascii()
    };
    let places = rows_where(&names, 4, letters);
    let moved = names.rows[places[0]][first].pop().unwrap();
    names.rows[places[0]][last].insert(0, moved);
    names.rows[places[1]][last].push(' ');
    let upper = names.rows[places[2]][last].to_uppercase();
    names.rows[places[2]][last] = upper;
    names.rows[places[3]][last].push('\u{301}');
    let keys: Vec<String> = places.iter().map(|row| names.rows[*row][0].clone()).collect();
    changed.put(&names);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    for key in keys {
        assert!(named(&differences, &key).contains("cell"), "{key} {differences:?}");
    }
}

#[test]
fn rows_of_one_person_that_become_another_s_or_change_places_are_told_apart_from_sorted_ones() {
    let changed = Migrated::shared().copy();
    let mut notes = changed.table("0001", "30_CASE_NOTES.csv");
    let (person, title) = (column(&notes, "PERSON_LEGACY_ID"), column(&notes, "TITLE"));
    let own = |row: &[String]| row[0].len() == 36;
    let places = rows_where(&notes, notes.rows.iter().filter(|row| row[0].len() == 36).count(), own);
    let other = |one: usize| {
        *places
            .iter()
            .find(|row| {
                notes.rows[**row][person] != notes.rows[one][person]
                    && notes.rows[**row][title] != notes.rows[one][title]
            })
            .unwrap()
    };
    // One row goes to another person; two others swap their titles; one is lost and one stands twice.
    let (moved, to) = (places[0], other(places[0]));
    let taken = notes.rows[to][person].clone();
    let (one, two) = (
        places[1],
        *places
            .iter()
            .skip(2)
            .find(|row| notes.rows[**row][title] != notes.rows[places[1]][title] && **row != to)
            .unwrap(),
    );
    let (lost, twice) = (places[places.len() - 1], places[places.len() - 2]);
    let keys: Vec<String> =
        [moved, one, two, lost, twice].iter().map(|row| notes.rows[*row][0].clone()).collect();
    notes.rows[moved][person] = taken;
    let (first, second) = (notes.rows[one][title].clone(), notes.rows[two][title].clone());
    (notes.rows[one][title], notes.rows[two][title]) = (second, first);
    let twin = notes.rows[twice].clone();
    notes.rows[lost] = twin;
    notes.rows.sort();
    changed.put(&notes);
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    let moved = named(&differences, &keys[0]);
    assert!(moved.contains("cell") || moved.contains("record-swapped"), "{moved:?}");
    for swapped in &keys[1..3] {
        assert!(named(&differences, swapped).contains("record-swapped"), "{swapped} {differences:?}");
    }
    assert!(named(&differences, &keys[3]).contains("missing-row"), "{differences:?}");
    assert!(named(&differences, &keys[4]).contains("row-duplicated"), "{differences:?}");
    assert!(differences.iter().all(|one| one.check != "row-order"), "{differences:?}");
}

#[test]
fn a_key_that_stands_twice_with_other_content_is_told() {
    let changed = Migrated::shared().copy();
    let mut alerts = changed.table("0001", "30_CASE_NOTES.csv");
    let title = column(&alerts, "TITLE");
    let row = rows_where(&alerts, 1, |row| row[0].len() == 36)[0];
    let mut other = alerts.rows[row].clone();
    other[title].push('x');
    alerts.rows.insert(row + 1, other);
    let key = alerts.rows[row][0].clone();
    changed.put(&alerts);
    let (_, differences) = changed.reconcile();
    let found = named(&differences, &key);
    assert!(found.contains("unexpected-row") && !found.contains("row-duplicated"), "{found:?}");
}

#[test]
fn a_value_where_nothing_ought_to_stand_is_found_in_every_column() {
    let changed = Migrated::shared().copy();
    let mut planted = Vec::new();
    for mut table in changed.tables() {
        let mut taken = BTreeSet::new();
        for column in 0..table.header.len() {
            let empty = |row: &usize| !taken.contains(row) && table.rows[*row][column].is_empty();
            let Some(row) = (0..table.rows.len()).find(empty) else { continue };
            taken.insert(row);
            table.rows[row][column] = "1".to_owned();
            planted.push((table.path(), table.line(row), table.header[column].clone()));
        }
        changed.put(&table);
    }
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    assert!(planted.len() > 100, "{}", planted.len());
    for (file, line, column) in planted {
        let told = |one: &DifferenceLine| {
            one.file == file
                && one.line == line
                && (one.field == column || one.check.starts_with("unexpected"))
        };
        assert!(differences.iter().any(told), "{file}:{line} {column}");
    }
}

#[test]
fn a_difference_names_the_line_of_the_mapping_that_wrote_it() {
    let changed = Migrated::shared().copy();
    let mut alerts = changed.table("0001", "06_MO_PERSON_NAMES.csv");
    let last = column(&alerts, "LAST_NAME");
    alerts.rows[0][last].push('x');
    alerts.rows[1][last].push('y');
    changed.put(&alerts);
    let (finished, _) = changed.reconcile();
    let report: &Report = &finished.report;
    let group = report.differences.iter().find(|group| group.check == "cell" && group.field == "LAST_NAME");
    let group = group.unwrap_or_else(|| panic!("{:?}", report.differences));
    assert_eq!(
        (group.kind.as_str(), group.differences, group.mapping.as_str()),
        ("changed", 6, "person.toml"),
        "of either, the cell, the value that it no longer gives back, and the digest of the case file"
    );
    let mapping =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/mappings/person.toml")).unwrap();
    let written = mapping.lines().nth(group.mapping_line as usize - 1).unwrap();
    assert!(written.contains("LAST_NAME"), "{written}");
    let names = care2mosaic::report::summary::PlaceNames::default();
    let text = care2mosaic::report::text::to_text(report, &names);
    assert!(text.contains("What differs, by cause"), "{text}");
    assert!(text.contains(&format!("written by person.toml:{}", group.mapping_line)), "{text}");
}
