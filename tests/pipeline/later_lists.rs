//! What lists say of sealed case files, whatever later drops say of them or of others.

use std::collections::BTreeMap;

use care2mosaic::pipeline::{Exit, MigrateRequest, RetryRequest, compare_runs};

use super::council::{Council, list, run};
use super::retry::{again, assert_unchanged, request, retry_from, written};
use crate::support::copy_folder;

fn copy_as(council: &Council, drop: &str) {
    copy_folder(&council.path("drop"), &council.path(drop));
    council.edit_rows_in(drop, "ControlTotals", |row| {
        row.insert("TAKEN_ON".to_owned(), row["TAKEN_ON"].replace("2026-06-30", "2026-07-07"));
    });
}

/// Empties a mandatory value of the last person of the drop, so that nothing of them is written; gives their key.
fn hold_one(council: &Council) -> String {
    let mut last = String::new();
    council.edit_rows("Person", |row| {
        if row["MasterId"].is_empty() && !row["GenderId"].is_empty() && !row["NHSNumber"].is_empty() {
            last = row["PersonId"].to_lowercase();
        }
    });
    council.edit_rows("Person", |row| {
        if row["PersonId"].to_lowercase() == last {
            row.insert("GenderId".to_owned(), String::new());
        }
    });
    last
}

/// Gives a second person the number in the National Health Service of the first; gives both keys.
fn same_number(council: &Council, drop: &str, second: Option<&str>) -> [String; 2] {
    let mut number = String::new();
    let mut people: Vec<String> = Vec::new();
    council.edit_rows_in(drop, "Person", |row| {
        let person = row["PersonId"].to_lowercase();
        if row["NHSNumber"].is_empty() || !row["MasterId"].is_empty() || people.len() == 2 {
            return;
        }
        if people.is_empty() {
            number.clone_from(&row["NHSNumber"]);
            people.push(person);
        } else if second.is_none_or(|second| second == person) {
            row.insert("NHSNumber".to_owned(), number.clone());
            people.push(person);
        }
    });
    people.try_into().unwrap()
}

fn values(council: &Council, person: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = list(&council.path("out/exceptions/values.csv"));
    lines.retain(|line| line["SOURCE_ID"].to_lowercase() == person && line["FIELD"] == "NHSNumber");
    lines
}

#[test]
fn somebody_new_with_the_same_number_leaves_a_sealed_case_file_as_it_is_proven() {
    let council = Council::of(30);
    copy_as(&council, "late");
    let held = hold_one(&council);
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    let [sealed, new] = same_number(&council, "late", Some(&held));
    assert!(written(&council.path("out")).contains_key(&sealed) && new == held);
    retry_from(&council, "late");
    assert!(values(&council, &sealed).is_empty(), "its number is written");
    assert_eq!(values(&council, &new).len(), 1);
    assert_unchanged(&council, "out");
}

#[test]
fn a_sealed_case_file_keeps_its_lines_when_the_other_person_is_put_right() {
    let council = Council::of(30);
    copy_as(&council, "late");
    let people = same_number(&council, "drop", None);
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    let before = people.each_ref().map(|person| values(&council, person));
    assert!(before.iter().all(|lines| lines.len() == 1), "{before:?}");
    for drop in ["late", "late"] {
        retry_from(&council, drop);
        assert_eq!(people.each_ref().map(|person| values(&council, person)), before);
    }
    assert_unchanged(&council, "out");
}

#[test]
fn a_sealed_case_file_that_is_gone_keeps_its_lines() {
    let council = Council::of(30);
    copy_as(&council, "late");
    let people = same_number(&council, "drop", None);
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    // The person is nobody whom the drop knows any more; what refers to them is outside of every case file.
    council.edit("late/Person.csv", |text| {
        let kept = super::council::records(&text).into_iter();
        kept.filter(|one| !one.to_lowercase().starts_with(&people[1])).collect()
    });
    council.edit_rows_in("late", "ControlTotals", |row| {
        if row["ENTITY"] == "Person" {
            row.insert("ROWS".to_owned(), (row["ROWS"].parse::<u64>().unwrap() - 1).to_string());
        }
    });
    let finished = retry_from(&council, "late");
    assert_eq!(finished.report.retry.unwrap().changed_case_files, 1);
    assert_eq!(values(&council, &people[1]).len(), 1);
    assert_unchanged(&council, "out");
}

#[test]
fn a_note_that_moved_between_sealed_case_files_waits_for_nobody() {
    let council = Council::of(30);
    copy_as(&council, "late");
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    let sealed: Vec<String> = written(&council.path("out")).into_keys().collect();
    let mut moved = 0;
    council.edit_rows_in("late", "PersonCaseNote", |row| {
        let other = sealed.iter().find(|one| **one != row["PersonId"].to_lowercase());
        if moved == 0 && sealed.contains(&row["PersonId"].to_lowercase()) {
            moved += 1;
            row.insert("PersonId".to_owned(), other.unwrap().clone());
        }
    });
    let finished = retry_from(&council, "late");
    assert_eq!(finished.report.retry.unwrap().changed_case_files, 2);
    let waiting = list(&council.path("out/exceptions/waiting.csv"));
    assert!(waiting.iter().all(|line| line["ENTITY"] != "PersonCaseNote"), "{waiting:?}");
}

#[test]
fn an_earlier_drop_can_be_gone_back_to() {
    let council = Council::of(30);
    copy_as(&council, "late");
    let held = hold_one(&council);
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    retry_from(&council, "late");
    assert!(written(&council.path("out")).contains_key(&held));
    retry_from(&council, "drop");
    assert_unchanged(&council, "out");
}

/// What a later drop is held against is as sealed as the batches.
#[test]
fn changed_digests_are_refused() {
    let council = Council::of(30);
    copy_as(&council, "late");
    run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    let header = |text: String| text.lines().next().map(|line| format!("{line}\r\n")).unwrap_or_default();
    council.edit("out/digests/0001.csv", header);
    let late = RetryRequest { source: Some(council.path("late")), ..request(&council, "out") };
    let error = again(&late).unwrap_err();
    assert_eq!(error.exit(), Exit::Integrity);
    assert!(error.to_string().contains("digests/0001.csv"), "{error}");
}

/// Values of a case file that was held stand in no list: when it is released, no reason for turning values away came.
#[test]
fn values_of_a_released_case_file_did_not_come() {
    let council = Council::of(30);
    copy_as(&council, "late");
    let held = hold_one(&council);
    for drop in ["drop", "late"] {
        council.edit_rows_in(drop, "Person", |row| {
            if row["PersonId"].to_lowercase() == held {
                row.insert("NHSNumber".to_owned(), "1234567890".to_owned());
            }
        });
    }
    run(&council.request("out")).unwrap();
    retry_from(&council, "late");
    assert_eq!(values(&council, &held).len(), 1);
    let compared = compare_runs(&council.path("out"), None, (1, 2)).unwrap();
    let came: Vec<_> = compared.causes.iter().filter(|change| change.before == 0).collect();
    assert!(came.is_empty(), "{came:?}");
    let apart: Vec<_> = compared
        .one_sided
        .iter()
        .map(|one| (one.cause.field.as_str(), one.before, one.cause.records))
        .collect();
    assert_eq!(apart, [("NHSNumber", 0, 1)]);
}
