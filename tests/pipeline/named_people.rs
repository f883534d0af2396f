//! Answers that name somebody who is not written: the value is turned away, and no row names them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use care2mosaic::pipeline::{Exit, Finished, MigrateRequest, RetryRequest};

use super::council::{Council, bytes_of, list, run};
use super::retry::{again, request};
use crate::support::{copy_folder, migrate_with_failed};

/// The people whom answers in other case files name, each with these answers.
fn named(council: &Council) -> BTreeMap<String, BTreeSet<String>> {
    let forms = list(&council.path("drop/CaseForm.csv")).into_iter();
    let owners: BTreeMap<String, String> =
        forms.map(|form| (form["CaseFormId"].to_lowercase(), form["PersonId"].to_lowercase())).collect();
    let mut named: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for answer in list(&council.path("drop/DocumentAnswer.csv")) {
        let person = answer["LookupObjectId"].to_lowercase();
        let owner = owners.get(&answer["AssessmentId"].to_lowercase());
        if answer["LookupObjectTypeName"] == "Person" && owner.is_some_and(|owner| *owner != person) {
            named.entry(person).or_default().insert(answer["DocumentAnswerId"].to_lowercase());
        }
    }
    named
}

/// A drop in which answers about a person name somebody of another household, each the next.
fn council(people: u64) -> Council {
    let council = Council::of(people);
    let everybody: Vec<String> = list(&council.path("drop/Person.csv"))
        .iter()
        .filter(|row| {
            row["MasterId"].is_empty() && row["RecordedInError"] == "0" && row["IsExternalPerson"] == "0"
        })
        .map(|row| row["PersonId"].clone())
        .collect();
    let mut next = everybody.iter().step_by(3).cycle();
    council.edit_rows("DocumentAnswer", |row| {
        if row["LookupObjectTypeName"] == "Person" {
            row.insert("LookupObjectId".into(), next.next().unwrap().clone());
            row.insert("LookupObjectTitle".into(), String::new());
        }
    });
    council
}

/// Rows of a table of all batches, each its cells by column.
fn rows(out: &Path, file: &str) -> Vec<BTreeMap<String, String>> {
    let batches = std::fs::read_dir(out.join("data/batches")).unwrap();
    let files = batches.map(|batch| batch.unwrap().path().join(file)).filter(|path| path.exists());
    files.flat_map(|path| list(&path)).collect()
}

/// The answers that are listed as naming nobody.
fn unresolved(out: &Path) -> BTreeSet<String> {
    let lines = list(&out.join("exceptions/values.csv")).into_iter();
    let lines = lines.filter(|line| line["REASON"] == "person-ref-unresolved");
    lines
        .inspect(|line| {
            assert_eq!((&*line["ENTITY"], &*line["FIELD"]), ("DocumentAnswer", "LookupObjectId"));
        })
        .map(|line| line["SOURCE_ID"].clone())
        .collect()
}

/// Asserts that rows of forms name only people of these, and that the answers to nobody stand in notes.
fn assert_named(out: &Path, unwritten: &BTreeSet<String>) -> usize {
    let subjects = rows(out, "22_MO_FORM_ANSWER_ROWS.csv");
    let subjects = subjects.iter().map(|row| &row["HANDLER_ROW_IDENTIFIER"]);
    assert!(subjects.clone().all(|subject| !unwritten.contains(subject)));
    let answers = rows(out, "23_MO_FORM_ANSWERS.csv");
    assert!(answers.iter().all(|row| !unwritten.contains(&row["TEXT_ANSWER"])));
    let notes: BTreeMap<String, String> = rows(out, "30_CASE_NOTES.csv")
        .into_iter()
        .map(|row| (row["LEGACY_ID"].clone(), row["NOTE"].to_lowercase()))
        .collect();
    for answer in unresolved(out) {
        let note = &notes[&format!("{answer}:remainder")];
        assert!(unwritten.iter().any(|person| note.contains(person)), "{answer} is kept nowhere");
    }
    subjects.filter(|subject| !subject.is_empty()).count()
}

fn proven(council: &Council, out: &str) -> MigrateRequest {
    MigrateRequest { reconcile: true, ..council.request(out) }
}

fn assert_proven(finished: &Finished) {
    assert_eq!(finished.exit, Exit::Exceptions, "{:?}", finished.report.differences);
}

/// Every second of those who are named is held for an empty gender.
fn hold(council: &Council, named: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let people: BTreeSet<String> = named.keys().step_by(2).cloned().collect();
    council.edit_rows("Person", |row| {
        if people.contains(&row["PersonId"].to_lowercase()) {
            row.insert("GenderId".into(), String::new());
        }
    });
    people
}

/// The answers of written case files that name one of some people.
fn answers_to(
    council: &Council,
    named: &BTreeMap<String, BTreeSet<String>>,
    people: &BTreeSet<String>,
) -> BTreeSet<String> {
    let forms: BTreeMap<String, String> = list(&council.path("drop/CaseForm.csv"))
        .into_iter()
        .map(|form| (form["CaseFormId"].to_lowercase(), form["PersonId"].to_lowercase()))
        .collect();
    let answers = list(&council.path("drop/DocumentAnswer.csv")).into_iter();
    let owners: BTreeMap<String, String> = answers
        .filter_map(|answer| {
            let owner = forms.get(&answer["AssessmentId"].to_lowercase())?;
            Some((answer["DocumentAnswerId"].to_lowercase(), owner.clone()))
        })
        .collect();
    let all = people.iter().filter_map(|person| named.get(person)).flatten();
    all.filter(|answer| !people.contains(&owners[*answer])).cloned().collect()
}

#[test]
fn an_answer_that_names_somebody_who_is_held_is_turned_away_and_kept() {
    let council = council(120);
    let named = named(&council);
    let people = hold(&council, &named);
    let expected = answers_to(&council, &named, &people);
    assert!(people.len() > 2 && expected.len() > 2, "{people:?}");
    assert_proven(&run(&MigrateRequest { batch_size: 7, ..proven(&council, "out") }).unwrap());
    let out = council.path("out");
    assert_eq!(unresolved(&out), expected);
    assert!(assert_named(&out, &people) > 0);
    // However many at a time, and however often it was begun.
    let two = MigrateRequest { batch_size: 7, threads: 2, ..council.request("two") };
    run(&two).unwrap();
    let broken = MigrateRequest { out: council.path("broken"), threads: 1, ..two };
    migrate_with_failed(&broken, &[2]);
    again(&request(&council, "broken")).unwrap();
    let data = |out: &str| bytes_of(&council.path(out).join("data/batches"));
    assert!(data("out") == data("two") && data("out") == data("broken"));
    let dry = run(&MigrateRequest { dry_run: true, ..proven(&council, "dry") }).unwrap();
    assert_proven(&dry);
}

#[test]
fn an_answer_that_names_somebody_who_is_left_out_is_turned_away_too() {
    let council = council(60);
    let named = named(&council);
    let person = named.keys().next().unwrap().clone();
    council.edit("mappings/policy.toml", |text| {
        format!("{text}\n[[exclude]]\nid = \"training\"\ncode = \"test-person\"\nentity = \"Person\"\nids = [\"{person}\"]\n")
    });
    assert_proven(&run(&proven(&council, "out")).unwrap());
    let people = BTreeSet::from([person]);
    assert_eq!(unresolved(&council.path("out")), answers_to(&council, &named, &people));
    assert_named(&council.path("out"), &people);
}

/// What was sealed without the person stays so, and is still listed once they are written.
#[test]
fn a_person_released_later_is_named_by_case_files_of_their_own_run_alone() {
    let council = council(120);
    let named = named(&council);
    copy_folder(&council.path("drop"), &council.path("later"));
    let people = hold(&council, &named);
    assert_proven(&run(&proven(&council, "out")).unwrap());
    let out = council.path("out");
    let (before, sealed) = (unresolved(&out), bytes_of(&out.join("data/batches")));
    assert!(!before.is_empty());
    let retried = RetryRequest { source: Some(council.path("later")), ..request(&council, "out") };
    assert_proven(&again(&retried).unwrap());
    assert_eq!(unresolved(&out), before, "what is sealed has no other value now");
    let after = bytes_of(&out.join("data/batches"));
    assert!(sealed.iter().all(|(name, bytes)| after[name] == *bytes), "a sealed batch changed");
    let subjects = rows(&out, "22_MO_FORM_ANSWER_ROWS.csv");
    assert!(subjects.iter().any(|row| people.contains(&row["HANDLER_ROW_IDENTIFIER"])), "their own forms do");
}
