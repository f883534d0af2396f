//! Rows that other hands drop, repeat, move, swap or sort otherwise.

use std::fs;

use super::migrated::{Changed, DifferenceLine, ImportTable, Migrated};

/// A row that was touched: its file, its line, and how its key begins.
struct Touched {
    file: String,
    line: u64,
    table: String,
    key: String,
}

impl Touched {
    fn new(table: &ImportTable, row: usize) -> Self {
        let name = table.name.trim_end_matches(".csv").split_once('_').unwrap().1.to_owned();
        let cell = |column: usize| table.rows[row][column].clone();
        Self { file: table.path(), line: table.line(row), table: name, key: cell(0) }
    }

    fn is_named(&self, difference: &DifferenceLine) -> bool {
        difference.table == self.table && difference.legacy_id.starts_with(&self.key)
    }
}

/// Changes every file that has a few rows, at the row in its middle.
fn change_each(changed: &Changed, mut change: impl FnMut(&mut ImportTable, usize)) -> Vec<Touched> {
    let mut touched = Vec::new();
    for mut table in changed.tables() {
        if table.rows.len() < 3 {
            continue;
        }
        let row = table.rows.len() / 2;
        touched.push(Touched::new(&table, row));
        change(&mut table, row);
        changed.put(&table);
    }
    assert!(touched.len() > 60, "{}", touched.len());
    touched
}

fn with<'d>(differences: &'d [DifferenceLine], check: &str) -> Vec<&'d DifferenceLine> {
    differences.iter().filter(|one| one.check == check).collect()
}

#[test]
fn a_dropped_row_is_missing() {
    let changed = Migrated::shared().copy();
    let numbers = changed.numbers();
    let touched = change_each(&changed, |table, row| drop(table.rows.remove(row)));
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    let missing = with(&differences, "missing-row");
    for row in touched {
        let found: Vec<_> = missing.iter().filter(|one| row.is_named(one)).collect();
        assert!(!found.is_empty(), "{}:{} {}", row.file, row.line, row.key);
        let number = numbers.get(&row.key);
        assert!(number.is_none_or(|number| found.iter().any(|one| one.case_file == *number)), "{found:?}");
    }
}

#[test]
fn a_repeated_row_is_one_too_many() {
    let changed = Migrated::shared().copy();
    let touched = change_each(&changed, |table, row| {
        let twin = table.rows[row].clone();
        table.rows.insert(row, twin);
    });
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    let duplicated = with(&differences, "row-duplicated");
    assert_eq!(with(&differences, "unexpected-row"), Vec::<&DifferenceLine>::new());
    for row in touched {
        assert!(duplicated.iter().any(|one| row.is_named(one)), "{}:{} {}", row.file, row.line, row.key);
    }
}

#[test]
fn a_row_in_another_batch_is_told() {
    let changed = Migrated::shared().copy();
    let mut moved = Vec::new();
    let tables = changed.tables();
    // Where a person's own row is, the rest of the case file belongs.
    let other = |table: &&ImportTable| table.batch == "0001" && table.name != "05_MO_PERSONS.csv";
    for table in tables.iter().filter(other) {
        let mut other = tables.iter().filter(|other| other.batch == "0002" && other.name == table.name);
        if let (Some(other), false) = (other.next(), table.rows.is_empty()) {
            let (mut table, mut other) = (table.clone(), other.clone());
            other.rows.push(table.rows.remove(0));
            moved.push(Touched::new(&other, other.rows.len() - 1));
            changed.put(&table);
            changed.put(&other);
        }
    }
    assert!(moved.len() > 15, "{}", moved.len());
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    for row in moved {
        let found = differences.iter().any(|one| {
            ["row-in-its-batch", "row-moved", "unexpected-row"].contains(&one.check.as_str())
                && one.file == row.file
                && one.line == row.line
        });
        assert!(found, "{}:{} {}", row.file, row.line, row.key);
    }
}

#[test]
fn rows_in_another_order_are_the_same_data() {
    let changed = Migrated::shared().copy();
    change_each(&changed, |table, row| table.rows.swap(0, row));
    let before = fs::read(changed.out().join("reconciliation/case-files.csv")).unwrap();
    let (finished, differences) = changed.reconcile();
    assert!(differences.iter().all(|one| one.check == "row-order"), "{differences:?}");
    assert!(!differences.is_empty());
    assert_eq!(fs::read(changed.out().join("reconciliation/case-files.csv")).unwrap(), before);
    let clean = &Migrated::shared().finished.report;
    assert_eq!(finished.report.balance, clean.balance);
    assert_eq!(finished.report.root, clean.root);
    assert_eq!(finished.report.targets, clean.targets);
}

/// Swaps cells of one column between two rows that follow each other and are of different people, column by column;
/// gives the places of the rows, and the column, of each swap.
fn swap_cells(table: &mut ImportTable) -> Vec<(usize, usize)> {
    let Some(person) = table.header.iter().position(|name| name == "PERSON_LEGACY_ID") else {
        return Vec::new();
    };
    let (mut next, mut swapped) = (0, Vec::new());
    for column in 0..table.header.len() {
        let differ = |at: &usize| {
            let (one, two) = (&table.rows[*at], &table.rows[at + 1]);
            let (own, other) = (&one[column], &two[column]);
            own != other && !own.is_empty() && !other.is_empty() && one[person] != two[person]
        };
        let key = table.header[column].ends_with("LEGACY_ID");
        let at = (next..table.rows.len().saturating_sub(1)).find(differ).filter(|_| !key);
        if let Some(at) = at {
            let (before, after) = table.rows.split_at_mut(at + 1);
            std::mem::swap(&mut before[at][column], &mut after[0][column]);
            swapped.extend([(at, column), (at + 1, column)]);
            next = at + 2;
        }
    }
    swapped
}

#[test]
fn texts_of_two_people_swapped_are_told_as_swapped() {
    let changed = Migrated::shared().copy();
    let mut swapped = Vec::new();
    for mut table in changed.tables() {
        let rows = swap_cells(&mut table);
        swapped.extend(
            rows.into_iter().map(|(row, at)| (table.path(), table.line(row), table.header[at].clone())),
        );
        changed.put(&table);
    }
    assert!(swapped.len() > 100, "{}", swapped.len());
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    for (file, line, column) in &swapped {
        let mut found = differences.iter().filter(|one| one.file == *file && one.line == *line);
        let named = found.any(|one| one.field == *column || one.field == "PERSON_LEGACY_ID");
        assert!(named, "{file}:{line} {column}");
    }
    let told = with(&differences, "record-swapped").len();
    assert!(told * 2 > swapped.len(), "{told} of {}", swapped.len());
}

#[test]
fn a_missing_file_is_every_row_missing() {
    let changed = Migrated::shared().copy();
    let table = changed.table("0002", "05_MO_PERSONS.csv");
    fs::remove_file(changed.out().join(table.path())).unwrap();
    let (finished, differences) = changed.reconcile();
    assert_eq!(finished.exit.code(), 3);
    let missing = with(&differences, "missing-row");
    for row in &table.rows {
        assert!(missing.iter().any(|one| one.legacy_id == row[0] && one.case_file == row[1]), "{}", row[1]);
    }
}
