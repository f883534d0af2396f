//! Exports that are changed where they lie, or given in another order.

use std::path::PathBuf;

use care2mosaic::pipeline::{
    Cancel, Exit, Finished, MigrateRequest, ReconcileRequest, RetryRequest, RunError, Silent, reconcile,
};

use super::council::{Council, bytes_of, cells, records, run};
use super::retry::{again, assert_unchanged, request};
use crate::support::copy_folder;

/// Writes the rejected rows of a table that have this reason as they were put right, into a folder of their own.
fn corrected(council: &Council, to: &str, (table, reason): (&str, &str), (column, value): (&str, &str)) {
    let text = std::fs::read_to_string(council.path(&format!("out/exceptions/rows/{table}.csv"))).unwrap();
    let lines = records(&text);
    let header = cells(lines[0]);
    let place = |name: &str| header.iter().position(|own| own == name).unwrap();
    let mut rows = lines[0].to_owned();
    for line in &lines[1..] {
        let mut row = cells(line);
        if row[place("REASON")] == reason {
            value.clone_into(&mut row[place(column)]);
            rows += &(row.join(",") + "\r\n");
        }
    }
    assert!(rows.len() > lines[0].len(), "{text}");
    std::fs::create_dir_all(council.path(to)).unwrap();
    std::fs::write(council.path(&format!("{to}/{table}.csv")), rows).unwrap();
}

fn retry_with(council: &Council, source: &str) -> Result<Finished, RunError> {
    again(&RetryRequest { source: Some(council.path(source)), ..request(council, "out") })
}

fn proven(council: &Council, sources: &[&str]) -> Result<Finished, RunError> {
    let sources: Vec<PathBuf> = sources.iter().map(|name| council.path(name)).collect();
    let out = council.path("out");
    let request = ReconcileRequest { out, sources, mosaic: None, ledger: None, threads: 1 };
    reconcile(&request, &Silent, &Cancel::default())
}

/// A folder that was made of a drop and two folders of corrected rows, laid over it one after the other.
fn with_two_layers() -> Council {
    let council = Council::of(60);
    let mut broken = 0;
    council.edit_rows("PersonCaseNote", |row| {
        if broken < 2 {
            broken += 1;
            row.insert("CaseNoteDate".to_owned(), String::new());
        }
    });
    council.edit_rows("PersonRelationship", |row| {
        if broken < 3 && !row["StartDate"].is_empty() {
            broken += 1;
            row.insert("StartDate".to_owned(), String::new());
        }
    });
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    let late = ("PersonCaseNote", "missing-mandatory");
    corrected(&council, "first", late, ("CaseNoteDate", "2020-01-02 10:00:00.000"));
    corrected(
        &council,
        "second",
        ("PersonRelationship", "relationship-no-start"),
        ("StartDate", "2020-01-02"),
    );
    for source in ["first", "second"] {
        let finished = retry_with(&council, source).unwrap();
        let differences =
            std::fs::read_to_string(council.path("out/reconciliation/differences.csv")).unwrap();
        assert!(finished.changed && finished.exit != Exit::Integrity, "{source}: {differences}");
    }
    council
}

#[test]
fn the_order_of_sources_does_not_matter() {
    let council = with_two_layers();
    let root = proven(&council, &["drop", "first", "second"]).unwrap().report.root;
    for sources in [["second", "first", "drop"], ["second", "drop", "first"], ["first", "second", "drop"]] {
        let finished = proven(&council, &sources).unwrap();
        assert!(finished.exit != Exit::Integrity && finished.report.root == root, "{sources:?}");
    }
    // What cannot be opened and is not needed is in nobody's way, wherever it is named.
    std::fs::write(council.path("damaged.zip"), "no archive").unwrap();
    for more in ["nowhere", "damaged.zip"] {
        for sources in [[more, "drop", "first", "second"], ["first", "drop", "second", more]] {
            let finished = proven(&council, &sources).unwrap();
            assert!(finished.exit != Exit::Integrity && finished.report.root == root, "{sources:?}");
        }
        for sources in [[more, "first", "second"], ["first", "second", more]] {
            assert_eq!(proven(&council, &sources).unwrap_err().exit(), Exit::Source, "{sources:?}");
        }
    }
}

#[test]
fn what_is_forgotten_and_what_changed_is_told_apart_and_named() {
    let council = with_two_layers();
    let source = |name: &str| format!("--source {}", council.path(name).display());
    // The second layer is forgotten.
    let error = proven(&council, &["first", "drop"]).unwrap_err();
    let said = error.to_string();
    assert_eq!(error.exit(), Exit::Refused);
    assert!(said.contains(&format!("add {},", source("second"))), "{said}");
    assert!(!said.contains(&source("first")) && !said.contains(&source("drop")), "{said}");
    // Another folder in its place: still that one is wanted.
    copy_folder(&council.path("first"), &council.path("another"));
    let said = proven(&council, &["first", "another", "drop"]).unwrap_err().to_string();
    assert!(said.contains(&format!("add {},", source("second"))), "{said}");
    // All are given, and one is no longer as it was.
    council.edit("second/PersonRelationship.csv", |text| text.replace("2020-01-02", "2020-01-03"));
    let error = proven(&council, &["second", "drop", "first"]).unwrap_err();
    let said = error.to_string();
    assert_eq!(error.exit(), Exit::Refused);
    let changed = format!("{} is no longer as", council.path("second").display());
    assert!(said.contains(&changed) && said.contains("corrections-2/PersonRelationship.csv"), "{said}");
    assert!(!said.contains("add --source"), "{said}");
}

/// What was sealed of a drop cannot be proven without it: it is not given up for what takes its place.
#[test]
fn an_export_that_was_changed_where_it_lies_is_refused_before_anything_is_sealed() {
    let council = Council::of(60);
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    copy_folder(&council.path("drop"), &council.path("kept"));
    council.edit_rows("ControlTotals", |row| {
        row.insert("TAKEN_ON".to_owned(), row["TAKEN_ON"].replace("2026-06-30", "2026-07-07"));
    });
    let before = bytes_of(&council.path("out/data"));
    for error in [again(&request(&council, "out")).unwrap_err(), retry_with(&council, "drop").unwrap_err()] {
        let said = error.to_string();
        assert_eq!(error.exit(), Exit::Refused, "{said}");
        let next = format!("care2mosaic retry {} --mappings", council.path("out").display());
        assert!(said.contains("ControlTotals.csv") && said.contains(&next), "{said}");
        assert!(said.contains(" --source FOLDER`"), "{said}");
    }
    assert!(before == bytes_of(&council.path("out/data")));
    assert_unchanged(&council, "out");
    // As it says: the changed one from a folder of its own, the other as it was.
    std::fs::rename(council.path("drop"), council.path("late")).unwrap();
    std::fs::rename(council.path("kept"), council.path("drop")).unwrap();
    assert_eq!(retry_with(&council, "late").unwrap().exit, Exit::Done);
    assert_eq!(proven(&council, &["late", "drop"]).unwrap().exit, Exit::Done);
}

/// Nothing is added to a folder of which a proof could not be made: without its key and the copies of its mappings as they
/// were.
#[test]
fn what_a_proof_needs_besides_exports_is_missed_before_anything_is_sealed() {
    type Damage = fn(&Council);
    let damages: [(&str, Damage); 4] = [
        ("proof.key", |council| std::fs::remove_file(council.path("out/proof.key")).unwrap()),
        ("proof.key", |council| std::fs::write(council.path("out/proof.key"), [7; 32]).unwrap()),
        ("mappings", |council| std::fs::remove_dir_all(council.path("out/mappings/0001")).unwrap()),
        ("mappings", |council| {
            let policy = |text: String| text.replace("\"hold-case-file\"", "\"drop-record\"");
            council.edit("out/mappings/0001/policy.toml", policy);
        }),
    ];
    let council = Council::of(40);
    copy_folder(&council.path("drop"), &council.path("late"));
    let mut held = 0;
    council.edit_rows("Person", |row| {
        if held == 0 && row["MasterId"].is_empty() && !row["GenderId"].is_empty() {
            held += 1;
            row.insert("GenderId".to_owned(), String::new());
        }
    });
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    for (named, damage) in damages {
        copy_folder(&council.path("out"), &council.path("kept"));
        damage(&council);
        let before = bytes_of(&council.path("out"));
        for error in [
            again(&request(&council, "out")).unwrap_err(),
            retry_with(&council, "late").unwrap_err(),
            run(&council.request("out")).unwrap_err(),
        ] {
            let said = error.to_string();
            if error.exit() != Exit::Refused {
                assert_eq!(error.exit(), Exit::Integrity, "{said}");
                assert!(said.contains(named), "{said}");
            }
        }
        let mut after = bytes_of(&council.path("out"));
        after.retain(|name, _| before.contains_key(name) || !name.starts_with("ledger"));
        assert!(before.keys().eq(after.keys()), "{named}");
        assert!(before.iter().all(|(name, bytes)| name.starts_with("ledger") || after[name] == *bytes));
        std::fs::remove_dir_all(council.path("out")).unwrap();
        std::fs::rename(council.path("kept"), council.path("out")).unwrap();
    }
    assert_eq!(retry_with(&council, "late").unwrap().exit, Exit::Done);
}

/// A file that came since, and that the mappings of today leave aside: those of the run do not, and the proof goes by them.
#[test]
fn an_export_is_changed_by_a_file_that_only_the_mappings_of_today_leave_aside() {
    let council = Council::of(40);
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    std::fs::write(council.path("drop/Handover.txt"), "read me\r\n").unwrap();
    council.edit("mappings/profiles/v6-sql.toml", |text| {
        text + "\n[[ignore]]\npattern = \"Handover.txt\"\nreason  = \"a note of whoever made the export\"\n"
    });
    let before = bytes_of(&council.path("out/data"));
    let error = again(&request(&council, "out")).unwrap_err();
    assert_eq!(error.exit(), Exit::Refused);
    assert!(error.to_string().contains("1 new (Handover.txt)"), "{error}");
    assert!(before == bytes_of(&council.path("out/data")));
    assert_unchanged(&council, "out");
    std::fs::remove_file(council.path("drop/Handover.txt")).unwrap();
    assert_eq!(again(&request(&council, "out")).unwrap().exit, Exit::Done);
}

/// The same of a folder of corrected rows to which more are added.
#[test]
fn corrected_rows_that_were_changed_where_they_lie_are_refused_before_anything_is_sealed() {
    let council = with_two_layers();
    council.edit("second/PersonRelationship.csv", |text| text.replace("2020-01-02", "2020-01-03"));
    for error in [again(&request(&council, "out")).unwrap_err(), retry_with(&council, "second").unwrap_err()]
    {
        let said = error.to_string();
        assert_eq!(error.exit(), Exit::Refused, "{said}");
        assert!(said.contains(&format!("{} is no longer as", council.path("second").display())), "{said}");
    }
    assert_unchanged(&council, "out");
}
