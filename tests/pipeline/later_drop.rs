//! Folders that were made of several drops.

use std::collections::BTreeSet;
use std::path::PathBuf;

use care2mosaic::pipeline::{
    Cancel, Exit, MigrateRequest, ReconcileRequest, RetryRequest, RunError, SampleRequest, SampleSize,
    Silent, TraceRequest, reconcile, sample, trace,
};

use super::council::{Council, list, run};
use super::retry::{again, assert_unchanged, request, with_failed, written};
use crate::support::copy_folder;

/// A folder made of a drop in which somebody is held, and later drops to go on with.
struct Later {
    council: Council,
    /// The person of whom a note is moved away; sealed.
    from: String,
    /// The person to whom it is moved; held at first.
    to: String,
    /// The note.
    note: String,
}

impl Later {
    /// `late` has what was held put right, and a note that is another's now; in `later` it is back.
    fn new() -> Self {
        Self::with(|_, _| ())
    }

    /// The same; `first` is done to the first drop alone and to the mappings.
    fn with(first: impl FnOnce(&Council, &str)) -> Self {
        let council = Council::of(60);
        let (mut from, mut note, mut to) = (String::new(), String::new(), String::new());
        council.edit_rows("PersonCaseNote", |row| {
            if from.is_empty() {
                (from, note) = (row["PersonId"].to_lowercase(), row["PersonCaseNoteId"].to_lowercase());
            }
        });
        for drop in ["late", "later"] {
            copy_folder(&council.path("drop"), &council.path(drop));
            council.edit_rows_in(drop, "ControlTotals", |row| {
                row.insert("TAKEN_ON".to_owned(), row["TAKEN_ON"].replace("2026-06-30", "2026-07-07"));
            });
        }
        let mut gender = String::new();
        council.edit_rows("Person", |row| {
            let person = row["PersonId"].to_lowercase();
            if to.is_empty() && person != from && row["MasterId"].is_empty() && !row["GenderId"].is_empty() {
                to = person;
                gender = row.insert("GenderId".to_owned(), String::new()).unwrap();
            }
        });
        council.edit_rows_in("late", "PersonCaseNote", |row| {
            if row["PersonCaseNoteId"].to_lowercase() == note {
                row.insert("PersonId".to_owned(), to.clone());
            }
        });
        first(&council, &note);
        run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
        let sealed = written(&council.path("out"));
        assert!(sealed.contains_key(&from) && !sealed.contains_key(&to), "one is sealed, the other held");
        Self { council, from, to, note }
    }

    fn retry(&self, drop: &str) -> care2mosaic::pipeline::Finished {
        let source = Some(self.council.path(drop));
        let finished = again(&RetryRequest { source, ..request(&self.council, "out") }).unwrap();
        assert!(
            finished.report.checks.iter().all(|check| check.findings == 0),
            "{:?}",
            finished.report.checks
        );
        finished
    }

    fn number(&self, person: &str) -> u64 {
        let lines = list(&self.council.path("drop/Person.csv"));
        let line = lines.iter().find(|line| line["PersonId"].to_lowercase() == person).unwrap();
        line["PersonNumber"].parse().unwrap()
    }

    /// The batches with a row of that key.
    fn batches_with(&self, key: &str) -> BTreeSet<PathBuf> {
        let files = super::council::bytes_of(&self.council.path("out/data/batches"));
        let has = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(&format!("{key},"));
        let named = files.iter().filter(|(name, bytes)| name.ends_with("CASE_NOTES.csv") && has(bytes));
        named.map(|(name, _)| PathBuf::from(name)).collect()
    }

    fn trace(&self, person: &str, sources: Vec<PathBuf>) -> Result<Option<u32>, RunError> {
        let request = TraceRequest {
            out: self.council.path("out"),
            case_file: self.number(person),
            sources,
            show_values: false,
            ledger: None,
            threads: 1,
        };
        let told = trace(&request, &Silent, &Cancel::default())?;
        assert!(told.records.iter().any(|record| record.entity == "Person" && !record.rows.is_empty()));
        assert!(told.digest.is_some());
        Ok(told.batch)
    }
}

#[test]
fn a_record_that_moved_out_of_a_sealed_case_file_is_told_and_not_written_twice() {
    let later = Later::new();
    let before = later.batches_with(&later.note);
    assert_eq!(before.len(), 1);
    assert_eq!(later.retry("late").exit, Exit::Exceptions);
    assert_eq!(later.batches_with(&later.note), before);
    let changed = list(&later.council.path("out/exceptions/changed.csv"));
    let told: Vec<_> =
        changed.iter().map(|line| (line["CASE_FILE"].as_str(), line["ENTITY"].as_str())).collect();
    assert_eq!(told, [(later.number(&later.from).to_string().as_str(), "PersonCaseNote")]);
    let holds = list(&later.council.path("out/exceptions/holds.csv"));
    let held = holds.iter().find(|line| line["SOURCE_ID"] == later.note).unwrap();
    assert_eq!(held["REASON"], "conflicting-duplicate");
    assert_eq!(held["CASE_FILE"], later.number(&later.to).to_string());
    // Once the drop says so again, everybody is written, each record once.
    later.retry("later");
    assert!(written(&later.council.path("out")).contains_key(&later.to));
    assert_eq!(later.batches_with(&later.note), before);
    assert_eq!(list(&later.council.path("out/exceptions/changed.csv")).len(), 0);
    // Whoever forgets one of the exports is told which.
    let (out, sources) = (later.council.path("out"), vec![later.council.path("later")]);
    let request = ReconcileRequest { out, sources, mosaic: None, ledger: None, threads: 1 };
    let error = reconcile(&request, &Silent, &Cancel::default()).unwrap_err();
    let first = format!("add --source {}, as the run read it", later.council.path("drop").display());
    assert!(error.exit() == Exit::Refused && error.to_string().contains(&first), "{error}");
}

/// What was rejected of a sealed case file was never written: whose it is now has it.
#[test]
fn a_rejected_record_that_moved_is_written_with_its_new_case_file() {
    let later = Later::with(|council, note| {
        council.edit("mappings/policy.toml", |text| text.replace("\"hold-case-file\"", "\"drop-record\""));
        council.edit_rows("PersonCaseNote", |row| {
            if row["PersonCaseNoteId"].to_lowercase() == note {
                row.insert("CaseNoteDate".to_owned(), String::new());
            }
        });
    });
    assert!(later.batches_with(&later.note).is_empty(), "it is rejected at first");
    let finished = later.retry("late");
    assert_eq!(later.batches_with(&later.note).len(), 1);
    let out = later.council.path("out");
    let batch = written(&out)[&later.to].clone();
    let stands = later.batches_with(&later.note).pop_first().unwrap();
    assert!(stands.components().any(|part| part.as_os_str() == batch.as_str()), "{stands:?} {batch}");
    let holds = list(&out.join("exceptions/holds.csv"));
    assert!(holds.iter().all(|line| line["SOURCE_ID"] != later.note), "{holds:?}");
    assert_eq!(finished.report.retry.unwrap().changed_case_files, 1, "it is told that it is gone there");
}

#[test]
fn case_files_of_every_run_are_traced_and_sampled() {
    let later = Later::new();
    later.retry("later");
    let out = later.council.path("out");
    let sealed = written(&out);
    let batch = |person: &str| Some(sealed[person].parse().unwrap());
    assert_ne!(sealed[&later.from], sealed[&later.to]);
    for person in [&later.from, &later.to] {
        assert_eq!(later.trace(person, Vec::new()).unwrap(), batch(person));
    }
    let (first, second) = (later.council.path("drop"), later.council.path("later"));
    assert_eq!(later.trace(&later.from, vec![second.clone(), first.clone()]).unwrap(), batch(&later.from));
    let wanted = later.trace(&later.from, vec![second]).unwrap_err();
    assert!(wanted.to_string().contains(&format!("--source {}", first.display())), "{wanted}");
    let request = SampleRequest {
        out,
        size: SampleSize::Number(1000),
        seed: 1,
        to: later.council.path("audit"),
        sources: Vec::new(),
        mappings: None,
        ledger: None,
        threads: 1,
    };
    let sampled = sample(&request, &Silent, &Cancel::default()).unwrap();
    let lines = list(&sampled.list);
    let mut numbers = BTreeSet::new();
    for line in &lines {
        let sheet = std::fs::read_to_string(later.council.path("audit").join(&line["SHEET"])).unwrap();
        assert!(sheet.contains(&line["CASE_FILE"]));
        numbers.insert(line["CASE_FILE"].parse::<u64>().unwrap());
    }
    assert!([&later.from, &later.to].iter().all(|person| numbers.contains(&later.number(person))));
}

#[test]
fn failed_batches_come_before_what_was_put_right_meanwhile_and_the_command_is_named() {
    let council = Council::with_defects(100, 0.3);
    with_failed(&council, "out", &[2, 4]);
    council.edit("mappings/policy.toml", |text| text.replace("\"hold-case-file\"", "\"drop-record\""));
    let error = again(&request(&council, "out")).unwrap_err();
    assert_eq!(error.exit(), Exit::Refused);
    let (out, copy_used) = (council.path("out"), council.path("out/mappings/0001"));
    let command = format!("`care2mosaic retry {} --mappings {}`", out.display(), copy_used.display());
    assert!(error.to_string().contains(&command), "{error}");
    // What it says can be typed, and then the same command again.
    let finished = again(&RetryRequest { mappings: copy_used, ..request(&council, "out") }).unwrap();
    assert_eq!(finished.exit, Exit::Exceptions);
    let before = written(&out).len();
    let finished = again(&request(&council, "out")).unwrap();
    assert!(finished.changed && finished.report.checks.iter().all(|check| check.findings == 0));
    assert!(written(&out).len() > before);
}

#[test]
fn failed_batches_come_before_a_later_drop() {
    let council = Council::of(60);
    with_failed(&council, "out", &[2]);
    copy_folder(&council.path("drop"), &council.path("late"));
    council.edit_rows_in("late", "ControlTotals", |row| {
        row.insert("TAKEN_ON".to_owned(), row["TAKEN_ON"].replace("2026-06-30", "2026-07-07"));
    });
    let late = RetryRequest { source: Some(council.path("late")), ..request(&council, "out") };
    let error = again(&late).unwrap_err();
    let (out, mappings) = (council.path("out"), council.path("mappings"));
    let command =
        format!("`care2mosaic retry {} --mappings {}` finishes it", out.display(), mappings.display());
    assert!(error.to_string().contains(&command), "{error}");
    assert_eq!(again(&request(&council, "out")).unwrap().exit, Exit::Done);
    assert_eq!(again(&late).unwrap().exit, Exit::Done);
}

#[test]
fn a_folder_of_which_only_sealed_case_files_changed_is_as_it_was_left() {
    let council = Council::of(30);
    council.migrate("out");
    copy_folder(&council.path("drop"), &council.path("late"));
    council.edit_rows_in("late", "ControlTotals", |row| {
        row.insert("TAKEN_ON".to_owned(), row["TAKEN_ON"].replace("2026-06-30", "2026-07-07"));
    });
    let mut changed = 0;
    council.edit_rows_in("late", "Person", |row| {
        if changed == 0 && !row["LastName"].is_empty() {
            changed += 1;
            row.insert("LastName".to_owned(), "Another".to_owned());
        }
    });
    let late = RetryRequest { source: Some(council.path("late")), ..request(&council, "out") };
    let finished = again(&late).unwrap();
    assert_eq!(finished.exit, Exit::Exceptions);
    assert_eq!(finished.report.retry.unwrap().changed_case_files, 1);
    assert_unchanged(&council, "out");
    assert_eq!(again(&late).unwrap().exit, Exit::Exceptions);
}

/// What is listed of a case file that changed since is what the last run listed; its rows are handed back with it.
#[test]
fn rejected_rows_of_a_changed_case_file_keep_their_reasons() {
    let council = Council::of(30);
    council.edit("mappings/policy.toml", |text| text.replace("\"hold-case-file\"", "\"drop-record\""));
    let mut person = String::new();
    council.edit_rows("PersonCaseNote", |row| {
        if person.is_empty() {
            person = row["PersonId"].to_lowercase();
            row.insert("CaseNoteDate".to_owned(), String::new());
        }
    });
    council.migrate("out");
    copy_folder(&council.path("drop"), &council.path("late"));
    council.edit_rows_in("late", "ControlTotals", |row| {
        row.insert("TAKEN_ON".to_owned(), row["TAKEN_ON"].replace("2026-06-30", "2026-07-07"));
    });
    council.edit_rows_in("late", "Person", |row| {
        if row["PersonId"].to_lowercase() == person {
            row.insert("LastName".to_owned(), "Another".to_owned());
        }
    });
    let reasons = || -> Vec<String> {
        let rows = list(&council.path("out/exceptions/rows/PersonCaseNote.csv"));
        rows.iter().map(|row| row["REASON"].clone()).collect()
    };
    assert_eq!(reasons(), ["missing-mandatory"]);
    let late = RetryRequest { source: Some(council.path("late")), ..request(&council, "out") };
    assert_eq!(again(&late).unwrap().report.retry.unwrap().changed_case_files, 1);
    assert_eq!(reasons(), ["missing-mandatory"]);
}
