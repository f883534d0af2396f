//! What the council decides is in the report, every setting of it.

use std::fs;

use care2mosaic::pipeline::{Cancel, Exit, MigrateRequest, Silent, reconcile};

use super::council::{Council, assert_proved};
use crate::support::{Workplace, note_files};

/// The names of all settings of a table, dotted.
fn names(table: &toml::Table, under: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (name, value) in table {
        let name = if under.is_empty() { name.clone() } else { format!("{under}.{name}") };
        match value {
            toml::Value::Table(inner) => all.extend(names(inner, &name)),
            _ => all.push(name),
        }
    }
    all
}

#[test]
fn the_report_names_every_policy_in_force() {
    let workplace = Workplace::new();
    workplace.run("synth export --people 20 --seed 5").ended(0);
    workplace.run("init project").ended(0);
    let policy = fs::read_to_string(workplace.path("project/mappings/policy.toml")).unwrap();
    let settings = names(&policy.parse().unwrap(), "");
    assert!(settings.len() > 15);
    workplace.run("migrate export --out out --mappings project/mappings").ended(0);
    let report = fs::read_to_string(workplace.path("out/reconciliation/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let page = fs::read_to_string(workplace.path("out/reconciliation/report.html")).unwrap();
    for name in &settings {
        assert!(report["policies"].get(name).is_some(), "{name} in report.json");
        assert!(page.contains(name.as_str()), "{name} on the page");
    }
}

#[test]
fn every_setting_is_explained_where_it_stands() {
    let policy = fs::read_to_string(Workplace::mappings().join("policy.toml")).unwrap();
    let mut explained = false;
    for line in policy.lines() {
        if line.starts_with('#') {
            explained = true;
        } else if line.is_empty() {
            explained = false;
        } else {
            assert!(explained || line.contains('#'), "{line}");
        }
    }
}

/// A rule of retention leaves records out, but for those that an inquiry keeps; the proof finds both.
#[test]
fn what_an_inquiry_keeps_is_written_past_its_disposal_date() {
    let workplace = Workplace::new();
    workplace.run("synth export --people 40 --seed 5").ended(0);
    workplace.run("init project").ended(0);
    let notes = super::council::list(&workplace.path("export/PersonCaseNote.csv"));
    assert!(notes.len() > 2);
    let kept = notes[1]["PersonCaseNoteId"].to_lowercase();
    let path = workplace.path("project/mappings/policy.toml");
    let policy = fs::read_to_string(&path).unwrap();
    let rule = format!(
        "rules = [{{ id = \"old-notes\", entity = \"PersonCaseNote\", column = \"CaseNoteDate\", \
         before = 2100-01-01, keep = [\"{kept}\"] }}]"
    );
    assert!(policy.contains("\nrules = []"));
    fs::write(&path, policy.replace("\nrules = []", &format!("\n{rule}"))).unwrap();
    workplace.run("migrate export --out out --mappings project/mappings").ended(0);
    let excluded = super::council::list(&workplace.path("out/exceptions/excluded.csv"));
    let expired = |line: &&std::collections::BTreeMap<String, String>| line["REASON"] == "retention-expired";
    let expired: Vec<_> = excluded.iter().filter(expired).collect();
    assert_eq!(expired.len(), notes.len() - 1);
    assert!(expired.iter().all(|line| line["SOURCE_ID"] != kept && line["RULE"] == "old-notes"));
    let report = fs::read_to_string(workplace.path("out/reconciliation/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let mapped = report["mapped"].as_array().unwrap();
    let held = mapped.iter().find(|one| one["reason"] == "retention-hold").unwrap();
    assert_eq!((held["entity"].as_str(), held["values"].as_u64()), (Some("PersonCaseNote"), Some(1)));
}

/// A start that the council declares is written and counted; nothing is turned away for it.
#[test]
fn a_declared_start_of_relationships_is_counted() {
    let council = Council::of(30);
    set(&council, "relationship-start-when-empty = \"\"", "relationship-start-when-empty = \"1900-01-01\"");
    let mut emptied = 0;
    council.edit_rows("PersonRelationship", |row| {
        if row["EndDate"].is_empty() && emptied < 2 {
            row.insert("StartDate".to_owned(), String::new());
            emptied += 1;
        }
    });
    let report = proven(&council);
    assert_eq!(counted(&report, "PersonRelationship", "StartDate", "relationship-no-start"), Some(2));
}

/// What a policy fills in is counted by its column.
#[test]
fn what_a_policy_fills_in_is_counted() {
    let council = Council::of(30);
    set(&council, "gender-when-empty             = \"\"", "gender-when-empty = \"U\"");
    let (mut emptied, mut untyped) = (0, 0);
    council.edit_rows("Person", |row| {
        if emptied < 3 {
            row.insert("GenderId".to_owned(), String::new());
            emptied += 1;
        }
    });
    council.edit_rows("PersonCaseNote", |row| {
        row.insert("ActivityCategoryId".to_owned(), String::new());
        untyped += 1;
    });
    let report = proven(&council);
    assert_eq!(counted(&report, "Person", "GenderId", "missing-mandatory"), Some(3));
    // The proof counts for itself, whatever a report said.
    let path = council.path("out/reconciliation/report.json");
    let mut forged = report.clone();
    let mapped = forged["mapped"].as_array_mut().unwrap();
    mapped.iter_mut().find(|one| one["field"] == "GenderId").unwrap()["values"] = 2.into();
    fs::write(&path, format!("{forged:#}\n")).unwrap();
    note_files(&council.path("out"));
    let request = council.proof_of("out");
    reconcile(&request, &Silent, &Cancel::default()).unwrap();
    let again: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(again["mapped"], report["mapped"]);
    assert_eq!(counted(&report, "PersonCaseNote", "ActivityCategoryId", "missing-mandatory"), Some(untyped));
}

/// People without a birth date whom a policy lets through are counted: those with an age, and those without.
#[test]
fn people_without_a_birth_date_who_are_let_through_are_counted() {
    let council = Council::of(30);
    set(&council, "age_only    = \"hold\"", "age_only = \"write\"");
    set(&council, "no_birth    = \"hold\"", "no_birth = \"write\"");
    let mut place = 0;
    council.edit_rows("Person", |row| {
        if place < 3 {
            row.insert("DateOfBirth".to_owned(), String::new());
            row.insert("ExpectedDateOfBirth".to_owned(), String::new());
            row.insert("Age".to_owned(), if place < 2 { "7" } else { "" }.to_owned());
        }
        place += 1;
    });
    let report = proven(&council);
    assert_eq!(counted(&report, "Person", "DateOfBirth", "age-only"), Some(2));
    assert_eq!(counted(&report, "Person", "DateOfBirth", "dob-missing"), Some(1));
}

/// Restrictions that a policy releases are counted, of people and of notes.
#[test]
fn released_restrictions_are_counted() {
    let council = Council::of(30);
    for (from, to) in [
        ("records    = \"hold\"", "records = \"release\""),
        ("notes      = \"hold\"", "notes = \"release\""),
        ("allow_list = \"\"", "allow_list = \"release\""),
    ] {
        set(&council, from, to);
    }
    let mut key = String::new();
    council.edit_rows("DataRestriction", |row| {
        if row["AccessTypeId"] == "1" {
            row.insert("EndDate".to_owned(), String::new());
            key.clone_from(&row["DataRestrictionId"]);
        }
    });
    for (table, least) in [("Person", 1), ("PersonCaseNote", 4)] {
        let mut place = 0;
        council.edit_rows(table, |row| {
            if place < least {
                row.insert("DataRestrictionId".to_owned(), key.clone());
            }
            place += 1;
        });
    }
    let report = proven(&council);
    assert_eq!(counted(&report, "Person", "DataRestrictionId", "restricted-record"), Some(1));
    assert_eq!(counted(&report, "PersonCaseNote", "DataRestrictionId", "restricted-note"), Some(4));
}

/// A restriction that ended holds where the policy says so, whatever it says of those that count.
#[test]
fn an_ended_restriction_holds_though_restrictions_are_released() {
    let council = Council::of(30);
    set(&council, "ended      = \"warn\"", "ended      = \"hold\"");
    set(&council, "records    = \"hold\"", "records    = \"release\"");
    set(&council, "allow_list = \"\"", "allow_list = \"release\"");
    let mut key = String::new();
    council.edit_rows("DataRestriction", |row| {
        if row["AccessTypeId"] == "1" {
            row.insert("EndDate".to_owned(), "2023-01-31".to_owned());
            key.clone_from(&row["DataRestrictionId"]);
        }
    });
    let mut restricted = String::new();
    council.edit_rows("Person", |row| {
        if restricted.is_empty() {
            row.insert("DataRestrictionId".to_owned(), key.clone());
            restricted = row["PersonId"].to_lowercase();
        }
    });
    let request = MigrateRequest { reconcile: true, ..council.request("out") };
    let finished = super::council::run(&request).unwrap();
    assert_proved(&finished);
    assert_eq!(finished.exit, Exit::Exceptions);
    let holds = super::council::list(&council.path("out/exceptions/holds.csv"));
    let own: Vec<_> = holds.iter().filter(|line| line["SOURCE_ID"] == restricted).collect();
    assert!(own.iter().any(|line| line["REASON"] == "restricted-record"), "{own:?}");
}

/// A restriction that ended restricts nobody, also where those that count are written as Mosaic's own.
#[test]
fn who_was_restricted_once_is_not_restricted_in_mosaic() {
    let council = Council::of(30);
    for (from, to) in [
        ("records    = \"hold\"", "release"),
        ("allow_list = \"\"", "release"),
        ("deny_list  = \"\"", "release"),
    ] {
        let (name, _) = from.split_once('"').unwrap();
        set(&council, from, &format!("{name}\"{to}\""));
    }
    let mut keys = Vec::new();
    council.edit_rows("DataRestriction", |row| {
        let end = if keys.is_empty() { "2023-01-31" } else { "1900-01-01" };
        row.insert("EndDate".to_owned(), end.to_owned());
        keys.push(row["DataRestrictionId"].clone());
    });
    assert!(keys.len() > 1);
    let mut people = Vec::new();
    council.edit_rows("Person", |row| {
        let key = keys.get(people.len()).filter(|_| people.len() < 2).cloned().unwrap_or_default();
        row.insert("DataRestrictionId".to_owned(), key);
        people.push(row["PersonId"].to_lowercase());
    });
    council.edit_rows("Case", |row| drop(row.insert("DataRestrictionId".to_owned(), String::new())));
    proven(&council);
    let batches = fs::read_dir(council.path("out/data/batches")).unwrap();
    let files = batches.map(|batch| batch.unwrap().path().join("05_MO_PERSONS.csv"));
    let rows: Vec<_> =
        files.filter(|file| file.exists()).flat_map(|file| super::council::list(&file)).collect();
    let restricted =
        |key: &str| rows.iter().find(|row| row["LEGACY_ID"] == key).unwrap()["RESTRICTED"].clone();
    assert_eq!([restricted(&people[0]), restricted(&people[1])], ["", "Y"]);
}

/// Whoever stands in for an author who is no worker signs, and that is counted; the key of the author is in the note.
#[test]
fn a_declared_substitute_of_authors_is_counted() {
    for rejected in ["remainder", "list"] {
        let council = Council::of(30);
        let name = super::council::list(&council.path("drop/SystemUser.csv"))[0]["UserName"].clone();
        set(&council, "substitute_author = \"\"", &format!("substitute_author = \"{name}\""));
        set(&council, "rejected_values = \"remainder\"", &format!("rejected_values = \"{rejected}\""));
        let mut changed = false;
        council.edit_rows("PersonCaseNote", |row| {
            if !std::mem::replace(&mut changed, true) {
                row.insert("CreatedBy".to_owned(), UNKNOWN.to_owned());
            }
        });
        let report = proven(&council);
        assert_eq!(counted(&report, "PersonCaseNote", "CreatedBy", "unknown-author"), Some(1));
        let notes = super::council::bytes_of(&council.path("out/data/batches"));
        let told = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(&format!("Created by: {UNKNOWN}"));
        assert_eq!(notes.values().filter(|bytes| told(bytes)).count(), 1);
        assert_eq!(super::council::list(&council.path("out/exceptions/values.csv")).len(), 0);
    }
}

/// Of a relationship whose row is another's the note keeps all, its author too, and whoever stands in signs it.
#[test]
fn a_declared_substitute_signs_for_the_author_of_a_mirrored_relationship() {
    for rejected in ["remainder", "list"] {
        let (council, pair) = super::later_pairs::mirrored(super::later_pairs::HIGH);
        let name = super::council::list(&council.path("drop/SystemUser.csv"))[0]["UserName"].clone();
        set(&council, "substitute_author = \"\"", &format!("substitute_author = \"{name}\""));
        set(&council, "rejected_values = \"remainder\"", &format!("rejected_values = \"{rejected}\""));
        let key = super::later_pairs::HIGH;
        council.edit_rows("PersonRelationship", |row| {
            if row["PersonRelationshipId"].to_lowercase() == key {
                row.insert("CreatedBy".to_owned(), UNKNOWN.to_owned());
                row.insert("ModifiedBy".to_owned(), UNKNOWN.to_owned());
            }
        });
        proven(&council);
        assert!(pair.is_written(&council));
        let notes = super::council::bytes_of(&council.path("out/data/batches"));
        let note = notes.values().map(|bytes| String::from_utf8_lossy(bytes)).find_map(|text| {
            let line = text.lines().find(|line| line.contains(&format!("{key}:remainder")))?;
            Some(line.to_owned())
        });
        let note = note.unwrap();
        assert!(note.contains(&name) && note.contains(&format!("[{UNKNOWN}]")), "{note}");
    }
}

/// The key of a worker whom no table has.
const UNKNOWN: &str = "0a0a0a0a-0000-4000-8000-00000000dead";

fn set(council: &Council, from: &str, to: &str) {
    council.edit("mappings/policy.toml", |text| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
}

/// The report of a run that is proven, in which nothing was turned away and all case files are complete.
fn proven(council: &Council) -> serde_json::Value {
    let request = MigrateRequest { reconcile: true, ..council.request("out") };
    let finished = super::council::run(&request).unwrap();
    assert_eq!(finished.exit, Exit::Done);
    let files = super::council::list(&council.path("out/reconciliation/case-files.csv"));
    assert!(files.iter().all(|file| file["STATE"] == "complete"), "{files:?}");
    let report = fs::read_to_string(council.path("out/reconciliation/report.json")).unwrap();
    serde_json::from_str(&report).unwrap()
}

/// How many values of a column the report counts under a code.
fn counted(report: &serde_json::Value, entity: &str, field: &str, reason: &str) -> Option<u64> {
    let mapped = report["mapped"].as_array().unwrap();
    let own = |one: &&serde_json::Value| {
        one["entity"] == entity && one["field"] == field && one["reason"] == reason
    };
    mapped.iter().find(own)?["values"].as_u64()
}
