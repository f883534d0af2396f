//! Addresses that several people share, or one person has twice, now and in a later export.

use std::collections::BTreeMap;

use care2mosaic::pipeline::{Exit, MigrateRequest};

use super::council::{Council, bytes_of, list, run};
use super::later_joining::{copy_as, lines_of};
use super::later_relationships::{Pair, hold};
use super::retry::{assert_unchanged, retry_from};

const TABLE: &str = "PersonAddress";

/// The columns of an address that are those of its row in Mosaic.
const PLACE: [&str; 6] = ["PropertyName", "AddressLine1", "AddressLine2", "AddressLine4", "Postcode", "UPRN"];

type Row = BTreeMap<String, String>;

/// Two people who do not live together, of whom one is sealed and the other is released by a later export.
struct Neighbours {
    sealed: String,
    released: String,
    /// An address of each: of the one who is sealed, and of the one who is released.
    addresses: [Row; 2],
}

impl Neighbours {
    fn of(council: &Council) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        council.edit_rows(TABLE, |row| rows.push(row.clone()));
        let place = |row: &Row| PLACE.map(|column| row[column].clone());
        let alone = |row: &&Row| rows.iter().filter(|other| place(other) == place(row)).count() == 1;
        let living: Vec<String> = {
            let mut living = Vec::new();
            council.edit_rows("Person", |row| {
                if row["MasterId"].is_empty() {
                    living.push(row["PersonId"].to_lowercase());
                }
            });
            living
        };
        let mut found: Vec<Row> = rows.iter().filter(alone).cloned().collect();
        found.retain(|row| living.contains(&row["PersonId"].to_lowercase()));
        let first = found[0].clone();
        let other = found.into_iter().find(|row| !row["PersonId"].eq_ignore_ascii_case(&first["PersonId"]));
        let addresses = [first, other.unwrap()];
        let [sealed, released] = addresses.each_ref().map(|row| row["PersonId"].to_lowercase());
        Self { sealed, released, addresses }
    }

    fn key(&self, which: usize) -> String {
        self.addresses[which]["PersonAddressId"].to_lowercase()
    }

    /// Puts an address in a drop at the place that `columns` give.
    fn put(&self, council: &Council, drop: &str, which: usize, columns: &[(&str, String)]) {
        council.edit_rows_in(drop, TABLE, |row| {
            if row["PersonAddressId"].to_lowercase() == self.key(which) {
                let columns = columns.iter().map(|(name, text)| ((*name).to_owned(), text.clone()));
                row.extend(columns);
            }
        });
    }

    /// The place of an address.
    fn place(&self, which: usize) -> Vec<(&'static str, String)> {
        PLACE.iter().map(|column| (*column, self.addresses[which][*column].clone())).collect()
    }
}

/// A council whose export was taken again; the one who is released is held by the first.
fn neighbours() -> (Council, Neighbours) {
    let council = Council::of(30);
    let neighbours = Neighbours::of(&council);
    copy_as(&council, "late", "2026-07-07");
    hold(&council, "drop", &neighbours.released);
    (council, neighbours)
}

fn migrate(council: &Council) -> Exit {
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap().exit
}

/// The keys of the rows of addresses in all batches, in order.
fn rows(council: &Council) -> Vec<String> {
    let batches = bytes_of(&council.path("out/data/batches"));
    let files = batches.keys().filter(|path| path.ends_with("10_ADDRESSES.csv"));
    let mut keys: Vec<String> = files
        .flat_map(|path| list(&council.path("out/data/batches").join(path)))
        .map(|row| row["LEGACY_ID"].clone())
        .collect();
    keys.sort();
    keys
}

/// What a sealed person's address says today is written nowhere, so that nobody can share it.
#[test]
fn whoever_lives_where_a_sealed_person_has_moved_since_has_a_row_of_their_own() {
    let (council, neighbours) = neighbours();
    neighbours.put(&council, "late", 0, &neighbours.place(1));
    migrate(&council);
    let before = rows(&council);
    assert!(!before.contains(&neighbours.key(1)));
    let finished = retry_from(&council, "late");
    assert_eq!(finished.exit, Exit::Exceptions);
    assert_eq!(Pair::told(&council, TABLE), 1);
    assert!(rows(&council).contains(&neighbours.key(1)));
    assert_unchanged(&council, "out");
}

/// A house that has another number for both: the row of the one who is sealed stays, the other's is new.
#[test]
fn a_place_that_was_renamed_for_the_sealed_and_the_released_is_written_for_the_released() {
    let (council, neighbours) = neighbours();
    neighbours.put(&council, "drop", 1, &neighbours.place(0));
    for which in [0, 1] {
        neighbours.put(&council, "late", which, &neighbours.place(0));
        neighbours.put(&council, "late", which, &[("AddressLine1", "1001".to_owned())]);
    }
    migrate(&council);
    let before = rows(&council);
    retry_from(&council, "late");
    let added: Vec<String> = rows(&council).into_iter().filter(|key| !before.contains(key)).collect();
    assert!(added.contains(&neighbours.key(1)) && !added.contains(&neighbours.key(0)), "{added:?}");
    assert_unchanged(&council, "out");
}

/// The row that was sealed is the one that is shared, although the person for whom it was written lives elsewhere by now.
#[test]
fn whoever_moves_to_where_a_sealed_person_lived_shares_the_sealed_row() {
    let (council, neighbours) = neighbours();
    neighbours.put(&council, "late", 1, &neighbours.place(0));
    neighbours.put(&council, "late", 0, &[("AddressLine1", "1001".to_owned())]);
    migrate(&council);
    assert!(rows(&council).contains(&neighbours.key(0)));
    retry_from(&council, "late");
    assert!(!rows(&council).contains(&neighbours.key(1)));
    assert_unchanged(&council, "out");
}

/// Two records of one place from one day on, of which one has ended: no one knows which is right.
#[test]
fn one_address_that_a_person_has_twice_with_different_ends_holds_and_is_proved() {
    let council = Council::of(30);
    let neighbours = Neighbours::of(&council);
    let own = neighbours.addresses[0].clone();
    let at = {
        let (mut at, mut number) = (0, 0);
        council.edit_rows(TABLE, |row| {
            number += 1;
            if row["PersonAddressId"] == own["PersonAddressId"] {
                at = number;
            }
        });
        at
    };
    let key = "0a1b2c3d-0000-4000-8000-00000000abcd";
    council.add_row(TABLE, at, |row| {
        row.insert("PersonAddressId".to_owned(), key.to_owned());
        row.insert("EndDate".to_owned(), "2026-06-01".to_owned());
    });
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    let found: Vec<_> = finished.report.checks.iter().filter(|check| check.findings > 0).collect();
    assert!(found.is_empty() && finished.exit == Exit::Exceptions, "{found:?}");
    let held: Vec<_> = [key.to_owned(), neighbours.key(0)]
        .iter()
        .flat_map(|key| lines_of(&council, "holds.csv", key))
        .map(|line| line["REASON"].clone())
        .collect();
    assert_eq!(held, ["conflicting-duplicate"]);
    assert!(!rows(&council).contains(&neighbours.key(0)), "{}", neighbours.sealed);
}
