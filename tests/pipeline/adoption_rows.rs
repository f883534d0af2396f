//! Rows to be corrected that name both identities of an adopted person: they are left where they are, in the export.

use std::collections::BTreeMap;
use std::fs;

use care2mosaic::pipeline::{Cancel, Exit, MigrateRequest, Silent, reconcile};

use super::adoption::Identity;
use super::adoption_texts::{adopted, assert_joined_nowhere, strangers, write};
use super::council::{Council, assert_proved, list, run};
use crate::support::note_files;

const NOBODY: &str = "0f0f0f0f-0000-4000-8000-0123456789ab";
const TABLE: &str = "PersonCaseNote";
const ROWS: &str = "out/exceptions/rows/PersonCaseNote.csv";

/// Gives rows that were strangers' such values of columns; how many they are.
fn change(council: &Council, known: &[Identity], rows: &[&[(&str, String)]]) -> usize {
    for ((place, _), values) in strangers(council, TABLE, known).iter().zip(rows) {
        for (column, value) in *values {
            write(council, (TABLE, column), &BTreeMap::from([(*place, value.clone())]));
        }
    }
    rows.len()
}

/// How many lines of the list of rejects tell of rows of the table, by the line where these stand.
fn rejected(council: &Council) -> BTreeMap<String, usize> {
    let mut lines = BTreeMap::new();
    for line in list(&council.path("out/exceptions/rejects.csv")) {
        if line["ENTITY"] == TABLE {
            *lines.entry(line["LINE"].clone()).or_default() += 1;
        }
    }
    lines
}

#[test]
fn rejected_rows_that_name_both_identities_are_listed_by_place_alone() {
    let (council, before, after) = adopted();
    let known: Vec<Identity> = before.iter().chain(&after).cloned().collect();
    let both = format!("Formerly {}, now {}.", before[0].1, after[0].1);
    let nobody = || ("PersonId", NOBODY.to_owned());
    let no_key = || ("PersonCaseNoteId", "none".to_owned());
    let changed = change(
        &council,
        &known,
        &[
            // Nobody's: it names both by their numbers, both by their keys, or one alone.
            &[("Notes", both.clone()), nobody()],
            &[("Notes", format!("{};{}", before[1].0, after[1].0)), nobody()],
            &[("Notes", format!("Formerly {}.", before[0].1)), nobody()],
            // Without a usable key: it names both, or is an adopted person's and names the other.
            &[("Notes", both), no_key()],
            &[("Notes", format!("Now {}.", after[2].0)), ("PersonId", before[2].0.clone()), no_key()],
        ],
    );
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_joined_nowhere(&council, &before, &after);
    let notes = list(&council.path(ROWS));
    let stand: Vec<_> = notes.iter().filter(|row| row["Notes"].contains(&before[0].1)).collect();
    assert_eq!(stand.len(), 1, "the one that names one alone");
    assert_eq!(rejected(&council).len(), notes.len() + changed - 1);
}

/// A record of an adopted person that names the other identity, and is turned away for something else.
#[test]
fn rejected_records_of_adopted_people_that_name_their_other_identity_are_no_rows_to_correct() {
    let (council, before, after) = adopted();
    let notes = list(&council.path("drop/PersonCaseNote.csv"));
    let of_whom = |row: &BTreeMap<String, String>| {
        before.iter().position(|one| one.0 == row["PersonId"].to_lowercase())
    };
    let (place, person) =
        notes.iter().zip(0_usize..).find_map(|(row, place)| Some((place, of_whom(row)?))).unwrap();
    let at = |text: String| BTreeMap::from([(place, text)]);
    write(&council, (TABLE, "Notes"), &at(format!("Now {}.", after[person].1)));
    write(&council, (TABLE, "CreatedBy"), &at(NOBODY.to_owned()));
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert!(!rejected(&council).is_empty());
    assert_joined_nowhere(&council, &before, &after);
}

#[test]
fn a_row_to_correct_that_names_both_identities_is_found_by_the_proof() {
    let (council, before, after) = adopted();
    let known: Vec<Identity> = before.iter().chain(&after).cloned().collect();
    let one = format!("Formerly {}.", before[0].1);
    change(&council, &known, &[&[("Notes", one.clone()), ("PersonId", NOBODY.to_owned())]]);
    let both = format!("Formerly {}, now {}", before[0].1, after[0].1);
    let place = list(&council.path("drop/PersonCaseNote.csv")).iter().position(|row| row["Notes"] == one);
    council.add_row(TABLE, place.unwrap() + 1, |row| {
        row.insert("PersonCaseNoteId".into(), "1e1e1e1e-0000-4000-8000-0123456789ab".into());
        row.insert("Notes".into(), format!("\"{both}\""));
    });
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    let path = council.path(ROWS);
    let text = fs::read_to_string(&path).unwrap();
    let row = text.lines().find(|row| row.contains(&one)).unwrap();
    let key = &list(&path).into_iter().find(|row| row["Notes"] == one).unwrap()["PersonCaseNoteId"];
    let joined = row.replace(key.as_str(), "1e1e1e1e-0000-4000-8000-0123456789ab");
    fs::write(&path, format!("{text}{}\r\n", joined.replace(&one, &format!("\"{both}\"")))).unwrap();
    note_files(&council.path("out"));
    let proved = reconcile(&council.proof_of("out"), &Silent, &Cancel::default()).unwrap();
    assert_eq!(proved.exit, Exit::Integrity);
    let failed: Vec<_> = proved.report.checks.iter().filter(|check| check.findings > 0).collect();
    assert!(failed.iter().any(|check| check.id == "rejected-rows"), "{failed:?}");
}
