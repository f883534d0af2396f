//! Texts of other records that stand beside a case file: what cases of other people are called, and organisations.

use std::collections::{BTreeMap, BTreeSet};

use care2mosaic::pipeline::{Cancel, MigrateRequest, Silent, reconcile};

use super::adoption::Identity;
use super::adoption_texts::{adopted, assert_joined_nowhere, strangers, told_as_held, write};
use super::council::{assert_proved, list, rows, run};
use crate::support::note_files;

/// A case that was cloned from somebody else's shows what that is called.
#[test]
fn what_is_shown_of_a_case_of_somebody_else_is_read_with_the_case_file() {
    let (council, before, after) = adopted();
    let known: Vec<Identity> = before.iter().chain(&after).cloned().collect();
    let notes = strangers(&council, "PersonCaseNote", &known);
    let cases = strangers(&council, "Case", &known);
    let with_note = |person: &Identity| notes.iter().find(|one| one.1 == *person);
    let (case, own) = cases.iter().find(|one| with_note(&one.1).is_some()).unwrap();
    let (origin, other) = cases.iter().find(|one| one.1 != *own).unwrap();
    let key = list(&council.path("drop/Case.csv"))[*origin]["CaseId"].clone();
    let titled = format!("Case of {}", before[0].1);
    write(&council, ("Case", "Title"), &BTreeMap::from([(*origin, titled)]));
    write(&council, ("Case", "ClonedFromCase"), &BTreeMap::from([(*case, key)]));
    let note = format!("Now {}.", after[0].1);
    write(&council, ("PersonCaseNote", "Notes"), &BTreeMap::from([(with_note(own).unwrap().0, note)]));
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    let told = told_as_held(&council);
    assert_eq!(told[&own.1], BTreeSet::from(["ClonedFromCase".to_owned(), "Notes".to_owned()]));
    assert!(!told.contains_key(&other.1));
}

/// What organisations are called stands beside everybody who points at them.
#[test]
fn names_of_organisations_are_read_with_the_case_files_that_point_at_them() {
    let (council, before, after) = adopted();
    let known: Vec<Identity> = before.iter().chain(&after).cloned().collect();
    let notes = strangers(&council, "PersonCaseNote", &known);
    let schools = strangers(&council, "PersonAttendedEducationEstablishment", &known);
    let with_note = |person: &Identity| notes.iter().find(|one| one.1 == *person);
    let (attended, own) = schools.iter().find(|one| with_note(&one.1).is_some()).unwrap();
    let school =
        list(&council.path("drop/PersonAttendedEducationEstablishment.csv"))[*attended]["ProviderId"]
            .to_lowercase();
    let mut both = String::new();
    council.edit_rows("Provider", |row| {
        let key = row["ProviderId"].to_lowercase();
        if key == school {
            row.insert("Name".into(), format!("Home of {}", before[0].1));
        } else if both.is_empty() {
            row.insert("Name".into(), format!("\"Home of {} ({})\"", before[1].1, after[1].0));
            both = key;
        }
    });
    let note = format!("Now {}.", after[0].1);
    write(&council, ("PersonCaseNote", "Notes"), &BTreeMap::from([(with_note(own).unwrap().0, note)]));
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    assert_eq!(told_as_held(&council)[&own.1], BTreeSet::from(["Notes".to_owned(), "ProviderId".to_owned()]));
    let written = rows(&council.path("out"), "01_ORGANISATIONS.csv");
    assert!(written.iter().all(|row| row["LEGACY_ID"] != both));
    let held = list(&council.path("out/exceptions/holds.csv"));
    let held: Vec<_> = held.iter().filter(|line| line["SOURCE_ID"] == both).collect();
    assert!(held.iter().all(|line| line["REASON"] == "held" && line["FIELD"] == "Name"), "{held:?}");
    assert_eq!(held.len(), 1);
    assert_joined_nowhere(&council, &before, &after);
}

/// The lists and the proof say the same of a shared record: one that is taken out of the list is missed.
#[test]
fn an_organisation_that_is_written_in_spite_is_found() {
    let (council, before, after) = adopted();
    let mut first = true;
    council.edit_rows("Provider", |row| {
        if std::mem::take(&mut first) {
            row.insert("Name".into(), format!("\"Home of {} ({})\"", before[1].1, after[1].0));
        }
    });
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    let holds = council.path("out/exceptions/holds.csv");
    let text = std::fs::read_to_string(&holds).unwrap();
    let kept: Vec<&str> = text.split_inclusive('\n').filter(|line| !line.contains("Provider")).collect();
    assert_eq!(kept.len() + 1, text.lines().count());
    std::fs::write(&holds, kept.concat()).unwrap();
    note_files(&council.path("out"));
    let proved = reconcile(&council.proof_of("out"), &Silent, &Cancel::default()).unwrap();
    let found: Vec<_> =
        proved.report.checks.iter().filter(|check| check.findings > 0).map(|one| &one.id).collect();
    assert!(found.iter().any(|id| *id == "hold-cause"), "{found:?}");
}
