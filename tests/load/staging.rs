//! Rows in a database, straight from a contract of the tests' own.

use std::collections::BTreeMap;
use std::path::Path;

use care2mosaic::load::{Added, DatabaseAddress, LoadError, Staging};
use care2mosaic::target::contract::{Contract, TableId};

use crate::support::Postgres;

const PERSON: [Option<&str>; 9] = [
    Some("p1"),
    Some("clerk"),
    Some("IT'S"),
    Some("Y"),
    Some("2001-02-03"),
    None,
    Some("2024-05-06T07:08:09"),
    Some("100023336956"),
    Some("-1234567890123456.78"),
];
const QUESTION: [Option<&str>; 1] = [Some("q\"1\\")];
const ANSWERS: [[Option<&str>; 7]; 3] = [
    [Some("p1"), Some("q\"1\\"), None, Some("[\u{1F600}]\r\n, 'x'"), None, Some("p1"), None],
    [Some("p1"), Some("q\"1\\"), Some("2"), Some("shown"), None, Some("q\"1\\"), None],
    [Some("p1"), Some("q\"1\\"), Some("3"), None, Some("2024-05-06T07:08:09"), None, Some("2024-05-07")],
];

fn contract() -> Contract {
    Contract::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/load/contract")).unwrap()
}

/// Every database that is at hand, empty.
fn databases(test: impl Fn(&DatabaseAddress)) {
    let folder = tempfile::tempdir().unwrap();
    test(&format!("sqlite://{}", folder.path().join("s.sqlite").display()).parse().unwrap());
    if let Some(postgres) = Postgres::database("load") {
        test(&postgres.url().parse().unwrap());
    }
}

/// Loads rows of the three tables as one batch.
fn batch(
    staging: &mut Staging<'_>,
    contract: &Contract,
    rows: &[(&str, &[Option<&str>])],
) -> Result<BTreeMap<TableId, Added>, LoadError> {
    staging.begin()?;
    for (table, cells) in rows {
        let table = contract.find(table).unwrap();
        if let Err(error) = staging.row(table, cells[0].unwrap_or_default().to_owned(), cells.iter().copied())
        {
            staging.roll_back();
            return Err(error);
        }
    }
    let done = staging.commit();
    if done.is_err() {
        staging.roll_back();
    }
    done
}

fn all() -> Vec<(&'static str, &'static [Option<&'static str>])> {
    let mut rows: Vec<(&str, &[Option<&str>])> = vec![("PEOPLE", &PERSON), ("QUESTIONS", &QUESTION)];
    rows.extend(ANSWERS.iter().map(|row| ("ANSWERS", row.as_slice())));
    rows
}

fn sums(added: &BTreeMap<TableId, Added>) -> (u64, u64) {
    (added.values().map(|added| added.new).sum(), added.values().map(|added| added.there).sum())
}

fn counts(contract: &Contract) -> BTreeMap<TableId, u64> {
    [("PEOPLE", 1), ("QUESTIONS", 1), ("ANSWERS", 3)]
        .into_iter()
        .map(|(table, rows)| (contract.find(table).unwrap(), rows))
        .collect()
}

#[test]
fn the_same_rows_twice_are_no_rows() {
    databases(|address| {
        let contract = contract();
        for expected in [(5, 0), (0, 5)] {
            let mut staging = Staging::open(address, &contract).unwrap();
            let added = batch(&mut staging, &contract, &all()).unwrap();
            assert_eq!(sums(&added), expected, "{address}");
            staging.check(&counts(&contract)).unwrap();
        }
    });
}

#[test]
fn another_row_under_a_key_is_named_by_the_key() {
    databases(|address| {
        let contract = contract();
        let mut staging = Staging::open(address, &contract).unwrap();
        batch(&mut staging, &contract, &all()).unwrap();
        for (table, place, changed) in [("PEOPLE", 0, 4), ("ANSWERS", 2, 3), ("ANSWERS", 3, 6)] {
            let mut rows = all();
            let mut cells = rows[place].1.to_vec();
            cells[changed] = Some("2003-04-05");
            rows[place] = (table, &cells);
            let error = batch(&mut staging, &contract, &rows).unwrap_err();
            let LoadError::Differs { rows, more: 0, .. } = &error else { panic!("{error}") };
            assert_eq!(rows, &[(table.to_owned(), "p1".to_owned())], "{address}");
            assert!(!error.to_string().contains("2003-04-05"), "{error}");
        }
        staging.check(&counts(&contract)).unwrap();
    });
}

#[test]
fn what_breaks_the_contract_does_not_come_in() {
    databases(|address| {
        let contract = contract();
        let mut staging = Staging::open(address, &contract).unwrap();
        batch(&mut staging, &contract, &all()).unwrap();
        let long = "x".repeat(4001);
        for (table, row, changes) in [
            ("PEOPLE", 0, vec![(0, Some("p2"))]),
            ("PEOPLE", 0, vec![(0, Some("p2")), (1, None), (2, Some("B"))]),
            ("PEOPLE", 0, vec![(0, Some("p2")), (1, None), (3, Some("X"))]),
            ("PEOPLE", 0, vec![(0, Some("p2")), (1, None), (4, Some("2001-02-30"))]),
            ("PEOPLE", 0, vec![(0, Some("p2")), (1, None), (5, Some("2001-02-02"))]),
            ("PEOPLE", 0, vec![(0, Some("p2")), (1, None), (6, Some("2024-05-06T25:08:09"))]),
            ("PEOPLE", 0, vec![(0, Some("p2")), (1, None), (7, Some("1000233369561234"))]),
            ("PEOPLE", 0, vec![(0, Some("p2")), (1, None), (7, Some("12a"))]),
            ("PEOPLE", 0, vec![(0, Some("p2")), (1, None), (2, Some("A")), (4, None)]),
            ("PEOPLE", 0, vec![(0, None), (1, None)]),
            ("PEOPLE", 0, vec![(0, Some("p2")), (1, Some("0123456789012345678901234567890"))]),
            ("ANSWERS", 2, vec![(0, Some("p9")), (3, Some("t"))]),
            ("ANSWERS", 2, vec![(1, Some("q9")), (3, Some("t"))]),
            ("ANSWERS", 2, vec![(2, Some("4")), (3, None)]),
            ("ANSWERS", 2, vec![(2, Some("4")), (4, Some("2024-05-06"))]),
            ("ANSWERS", 2, vec![(2, Some("4")), (3, None), (4, Some("in May"))]),
            ("ANSWERS", 2, vec![(2, Some("4")), (3, Some(long.as_str()))]),
            ("ANSWERS", 2, vec![(2, Some("4")), (3, Some("shown"))]),
        ] {
            let mut cells = all()[row].1.to_vec();
            for (place, cell) in &changes {
                cells[*place] = *cell;
            }
            let error =
                batch(&mut staging, &contract, &[(table, &cells)]).expect_err(&format!("{changes:?}"));
            assert!(matches!(error, LoadError::Refused { .. }), "{address} {changes:?}: {error}");
            for value in changes.iter().filter_map(|(_, cell)| *cell).filter(|cell| cell.len() > 4) {
                assert!(!error.to_string().contains(value), "{error}");
            }
        }
        staging.check(&counts(&contract)).unwrap();
    });
}

/// A file that is as the contract demands.
const FILE: [Option<&str>; 7] =
    [Some("a.pdf"), Some("one"), Some("other"), Some("0a1b2c3d"), Some("12"), Some("9.50"), None];

#[test]
fn what_cells_are_made_of_is_held_to_the_contract() {
    databases(|address| {
        let contract = contract();
        let mut staging = Staging::open(address, &contract).unwrap();
        batch(&mut staging, &contract, &[("FILES", &FILE)]).unwrap();
        for (place, cell) in [
            (2, "one"),
            (2, "another"),
            (3, "0A1B2C3D"),
            (3, "0a1b2c3d4"),
            (4, "0"),
            (5, "0.99"),
            (0, "a.exe"),
            (0, "A.EXE"),
            (0, "a.It's"),
        ] {
            let mut cells = FILE;
            cells[0] = Some("b.pdf");
            batch(&mut staging, &contract, &[("FILES", &cells)]).unwrap();
            staging.check(&BTreeMap::from([(contract.find("FILES").unwrap(), 2)])).unwrap();
            cells[0] = Some("c.pdf");
            cells[place] = Some(cell);
            let error = batch(&mut staging, &contract, &[("FILES", &cells)]).expect_err(cell);
            assert!(matches!(error, LoadError::Refused { .. }), "{address} {cell}: {error}");
        }
    });
}

#[test]
fn numbers_with_another_check_digit_do_not_come_in() {
    databases(|address| {
        let contract = contract();
        let mut staging = Staging::open(address, &contract).unwrap();
        for (kind, right, wrong) in [
            ("NHS", ["9434765919", "4010232137"], ["9434765918", "1111111111", "94347659190"]),
            ("UPN", ["H801200001001", "V80120000100T"], ["B801200001001", "H80120000100", "H80x200001001"]),
            ("ULN", ["1234567899", "1234567007"], ["1234567890", "0000000000", "12345678I9"]),
        ] {
            for (number, comes_in) in
                right.into_iter().map(|one| (one, true)).chain(wrong.map(|one| (one, false)))
            {
                let mut cells = FILE;
                (cells[0], cells[1], cells[2]) = (Some(number), None, Some(kind));
                let done = batch(&mut staging, &contract, &[("FILES", &cells)]);
                assert_eq!(done.is_ok(), comes_in, "{address} {kind} {number}");
            }
        }
    });
}

#[test]
fn rows_of_something_else_are_seen() {
    databases(|address| {
        let contract = contract();
        let mut staging = Staging::open(address, &contract).unwrap();
        batch(&mut staging, &contract, &all()).unwrap();
        batch(&mut staging, &contract, &[("QUESTIONS", &[Some("q2")])]).unwrap();
        let error = staging.check(&counts(&contract)).unwrap_err();
        assert!(matches!(error, LoadError::Count { found: 2, expected: 1, .. }), "{error}");
    });
}

#[test]
fn an_owner_of_one_of_two_tables_must_be_there() {
    databases(|address| {
        let contract = contract();
        let mut staging = Staging::open(address, &contract).unwrap();
        let mut rows = all();
        let mut cells = rows[3].1.to_vec();
        cells[5] = Some("nobody");
        rows[3].1 = &cells;
        batch(&mut staging, &contract, &rows).unwrap();
        let error = staging.check(&counts(&contract)).unwrap_err();
        assert!(matches!(error, LoadError::Dangling { rows: 1, .. }), "{error}");
    });
}
