//! Rows that stand twice in a drop are merged into whatever the first became, and the cross-reference says into what.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use care2mosaic::pipeline::{Exit, MigrateRequest};

use super::council::{Council, assert_proved, list, run};
use super::later_relationships::hold;

/// The rows of an output by table, each by the cells of its key joined with slashes, as the cross-reference names them.
fn keys(out: &Path, table: &str, columns: &[&str]) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (name, _) in super::council::bytes_of(&out.join("data/batches")) {
        if name.ends_with(&format!("_{table}.csv")) {
            for row in list(&out.join("data/batches").join(name)) {
                keys.insert(columns.iter().map(|column| row[*column].as_str()).collect::<Vec<_>>().join("/"));
            }
        }
    }
    keys
}

fn cross_references(out: &Path, entity: &str) -> Vec<BTreeMap<String, String>> {
    let names = super::council::bytes_of(&out.join("data/batches")).into_keys();
    let files = names.filter(|name| name.ends_with("xref.csv"));
    let lines = files.flat_map(|name| list(&out.join("data/batches").join(name)));
    lines.filter(|line| line["SOURCE_ENTITY"] == entity).collect()
}

#[test]
fn each_row_that_stands_twice_is_listed_with_the_row_that_took_it_in() {
    let council = Council::of(40);
    let addresses = list(&council.path("drop/PersonAddress.csv")).len().min(12);
    (1..=addresses).for_each(|nth| council.add_row("PersonAddress", nth, |_| {}));
    let tables = [
        "TeamMember",
        "PersonRelationship",
        "CaseInvolvement",
        "SystemUser",
        "Case",
        "DocumentAnswer",
        "PersonLanguage",
    ];
    for table in tables {
        // Twice more, so that lines are not doubled either.
        council.add_row(table, 2, |_| {});
        council.add_row(table, 2, |_| {});
    }
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(finished.exit, Exit::Done);
    let merged =
        |entity: &str| finished.report.balance.iter().find(|line| line.entity == entity).unwrap().merged;
    assert_eq!(merged("PersonAddress"), addresses as u64);
    let out = council.path("out");
    let rows = keys(
        &out,
        "ADDRESSES_PEOPLE",
        &["PERSON_LEGACY_ID", "ADDRESS_LEGACY_ID", "ADDRESS_TYPE", "START_DATE"],
    );
    let lines = cross_references(&out, "PersonAddress");
    assert_eq!(lines.len(), addresses);
    for line in &lines {
        assert!(rows.contains(&line["LEGACY_ID"]), "no row {}", line["LEGACY_ID"]);
    }
    let shared = |line: &&BTreeMap<String, String>| !line["LEGACY_ID"].contains(&line["SOURCE_ID"]);
    assert!(lines.iter().any(|line| shared(&line)), "some of these addresses are shared");
    for table in tables {
        assert!(merged(table) >= 2, "{table}");
        assert!(!cross_references(&out, table).is_empty(), "{table} is not listed");
    }
}

/// They are held, or left out of it, as the row that they repeat is.
#[test]
fn rows_that_stand_twice_in_a_held_case_file_are_counted_with_it() {
    let council = Council::of(40);
    let relationship = list(&council.path("drop/PersonRelationship.csv")).into_iter().next().unwrap();
    let (owner, other) =
        (&relationship["PersonId"].to_lowercase(), &relationship["RelatedPersonId"].to_lowercase());
    for table in ["PersonRelationship", "PersonAddress", "PersonCaseNote"] {
        let rows = list(&council.path(&format!("drop/{table}.csv")));
        if let Some(own) = rows.iter().position(|row| row["PersonId"].to_lowercase() == *owner) {
            council.add_row(table, own + 1, |_| {});
        }
    }
    for (out, held) in [("out", owner), ("other", other)] {
        hold(&council, "drop", held);
        let finished = run(&MigrateRequest { reconcile: true, ..council.request(out) }).unwrap();
        assert_proved(&finished);
        assert_eq!(finished.exit, Exit::Exceptions);
        council.edit_rows("Person", |row| {
            if row["PersonId"].to_lowercase() == *held {
                row.insert("GenderId".to_owned(), "1".to_owned());
            }
        });
    }
}

/// Of a further person of a form who is held nothing is written but the note, into which the row that repeats it goes.
#[test]
fn a_form_member_that_stands_twice_and_is_not_written_is_proved() {
    let council = Council::of(60);
    council.add_row("CaseFormMember", 1, |_| {});
    let member = list(&council.path("drop/CaseFormMember.csv"))[0]["PersonId"].to_lowercase();
    hold(&council, "drop", &member);
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(finished.exit, Exit::Exceptions);
}
