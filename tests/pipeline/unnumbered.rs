//! People without a usable number: lists cannot name their case files, and every line of them is still proven.

use std::collections::BTreeSet;

use care2mosaic::pipeline::{Exit, MigrateRequest};

use super::council::{Council, list, run};

#[test]
fn every_line_about_people_without_a_number_is_borne_out() {
    let council = Council::of(60);
    let of = |table: &str| -> BTreeSet<String> {
        list(&council.path(&format!("drop/{table}.csv")))
            .iter()
            .map(|row| row["PersonId"].to_lowercase())
            .collect()
    };
    // One of whom records are left out by a rule, one with notes.
    let left_out = of("CPIS").into_iter().next().unwrap();
    let noted = of("PersonCaseNote").into_iter().find(|person| *person != left_out).unwrap();
    council.edit_rows("Person", |row| {
        let person = row["PersonId"].to_lowercase();
        if person == left_out {
            row.insert("PersonNumber".into(), String::new());
        } else if person == noted {
            row.insert("PersonNumber".into(), "12E3".into());
            row.insert("DateOfDeath".into(), "2020-02-31".into());
        }
    });
    let mut authored = false;
    council.edit_rows("PersonCaseNote", |row| {
        if row["PersonId"].to_lowercase() == noted && !std::mem::replace(&mut authored, true) {
            row.insert("CreatedBy".into(), "00000000-0000-4000-8000-0000000000ff".into());
        }
    });
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert!(finished.report.differences.is_empty(), "{:?}", finished.report.differences);
    assert_eq!(finished.exit, Exit::Exceptions);
    let listed = |name: &str| list(&council.path(&format!("out/exceptions/{name}.csv")));
    let unnumbered =
        |name: &str| listed(name).into_iter().filter(|line| line["CASE_FILE"].is_empty()).collect::<Vec<_>>();
    assert_eq!(unnumbered("held").len(), 2);
    assert!(unnumbered("excluded").iter().any(|line| line["ENTITY"] == "CPIS"));
    assert!(unnumbered("warnings").iter().any(|line| line["FIELD"] == "DateOfDeath"));
    assert!(unnumbered("holds").iter().any(|line| line["REASON"] == "unknown-author"));
}
