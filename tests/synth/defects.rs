//! Hard cases are planted, and the list of them is true.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use care2mosaic::record::{Action, Guid};
use care2mosaic::source::Role;
use care2mosaic::synth::{Schema, SynthOptions, kinds, synth};
use serde::Deserialize;

/// A line of the list.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Truth {
    code: String,
    entity: String,
    source_id: String,
    case_file: Option<u64>,
    field: Option<String>,
}

fn drop(dir: &Path, people: u64, rate: f64) -> (PathBuf, Vec<Truth>) {
    let place = dir.join("drop");
    synth(&place, &SynthOptions { people, seed: 11, defects: Some(rate) }).unwrap();
    let list = std::fs::read_to_string(dir.join("drop.truth.json")).unwrap();
    (place, serde_json::from_str(&list).unwrap())
}

/// The values of a column, in lower case.
fn column(drop: &Path, table: &str, column: &str) -> BTreeSet<String> {
    let mut reader = csv::Reader::from_path(drop.join(format!("{table}.csv"))).unwrap();
    let place = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
    reader.records().map(|row| row.unwrap()[place].to_lowercase()).collect()
}

#[test]
fn every_kind_is_planted_in_a_small_drop() {
    let dir = tempfile::tempdir().unwrap();
    let (_, truth) = drop(dir.path(), 5_000, 0.02);
    let planted: BTreeSet<&str> = truth.iter().map(|line| line.code.as_str()).collect();
    let missing: Vec<_> =
        kinds().iter().map(|kind| kind.reason.code()).filter(|code| !planted.contains(code)).collect();
    assert!(missing.is_empty(), "not planted: {missing:?}");
    let planted: BTreeSet<_> = truth.iter().map(|line| (line.entity.as_str(), line.code.as_str())).collect();
    let missing: Vec<_> = CRITICAL.into_iter().filter(|kind| !planted.contains(kind)).collect();
    assert!(missing.is_empty(), "not planted: {missing:?}");
}

/// Flaws that any table can have reach every table whose rows are looked at.
#[test]
fn every_table_of_casework_has_a_flaw() {
    let dir = tempfile::tempdir().unwrap();
    let (place, truth) = drop(dir.path(), 5_000, 0.08);
    let schema = Schema::standard();
    let dictionary = schema.dictionary();
    let left_out =
        ["CPIS", "DocumentFile", "HealthA", "Inpatient", "MHA", "Mha", "PersonImmunisation", "PersonMHA"];
    let planted: BTreeSet<&str> = truth.iter().map(|line| line.entity.as_str()).collect();
    let tables = dictionary.entities().iter().filter(|entity| entity.role == Role::Casework);
    let missing: Vec<_> = tables
        .map(|entity| entity.name.as_str())
        .filter(|name| name.ends_with("CaseNote") || !left_out.iter().any(|start| name.starts_with(start)))
        .filter(|name| place.join(format!("{name}.csv")).exists() && !planted.contains(name))
        .collect();
    assert!(missing.is_empty(), "nothing is planted in {missing:?}");
}

/// What protects a child, and what can be wrong with it.
const CRITICAL: [(&str, &str); 10] = [
    ("ChildProtection", "unmapped-code"),
    ("ChildProtection", "cp-overlap"),
    ("PersonLACLegalStatus", "unmapped-code"),
    ("PersonLACLegalStatus", "lac-status-overlap"),
    ("LACEpisode", "lac-open-mismatch"),
    ("PersonAlertAndHazard", "unmapped-code"),
    ("PersonAlertAndHazard", "end-before-start"),
    ("MissingPerson", "missing-no-end"),
    ("PersonAttachment", "document-file-missing"),
    ("CaseAttachment", "document-file-missing"),
];

#[test]
fn every_line_of_the_list_names_a_row_of_the_drop() {
    let dir = tempfile::tempdir().unwrap();
    let (place, truth) = drop(dir.path(), 1_500, 0.06);
    let schema = Schema::standard();
    let numbers = column(&place, "Person", "PersonNumber");
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in &truth {
        let table = schema.table(&line.entity);
        let known = |field: &str| schema.column(table, field).is_some();
        assert!(line.field.as_deref().is_none_or(known), "{line:?}");
        assert!(line.case_file.is_none_or(|number| numbers.contains(&number.to_string())), "{line:?}");
        if line.source_id.is_empty() {
            continue;
        }
        if line.code == "file-without-metadata" {
            assert_eq!(line.source_id.len(), 64, "{line:?}");
            continue;
        }
        assert_eq!(Guid::parse(&line.source_id).unwrap().to_string(), line.source_id);
        let key = format!("{}Id", line.entity);
        let rows = keys.entry(line.entity.clone()).or_insert_with(|| column(&place, &line.entity, &key));
        assert!(rows.contains(&line.source_id), "{line:?}");
    }
}

#[test]
fn no_line_of_the_list_stands_twice() {
    let dir = tempfile::tempdir().unwrap();
    let (_, truth) = drop(dir.path(), 1_500, 0.06);
    let keyed: Vec<_> = truth.iter().filter(|line| !line.source_id.is_empty()).collect();
    let distinct: BTreeSet<_> =
        keyed.iter().map(|line| (&line.code, &line.entity, &line.source_id)).collect();
    assert_eq!(keyed.len(), distinct.len());
}

#[test]
fn no_stop_is_planted() {
    assert!(kinds().iter().all(|kind| !kind.reason.action().stops()));
    let held = kinds().iter().filter(|kind| kind.reason.action() == Action::Hold).count();
    assert!(held > 20, "{held}");
}

#[test]
fn one_seed_plants_the_same() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (first, truth) = drop(one.path(), 600, 0.1);
    let (second, again) = drop(two.path(), 600, 0.1);
    assert_eq!(truth, again);
    assert!(!truth.is_empty());
    for table in [
        "Person",
        "PersonCaseNote",
        "CaseForm",
        "AdoptionLink",
        "FileDestruction",
        "Religion",
        "ControlTotals",
    ] {
        let read = |drop: &Path| std::fs::read(drop.join(format!("{table}.csv"))).unwrap();
        assert_eq!(read(&first), read(&second), "{table}");
    }
}

#[test]
fn people_are_as_many_as_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let (place, _) = drop(dir.path(), 700, 0.1);
    let mut reader = csv::Reader::from_path(place.join("Person.csv")).unwrap();
    assert_eq!(reader.records().count(), 700);
}
