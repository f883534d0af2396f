//! A drop with hard cases: every one is reported under its code, no other case file is troubled, and it balances.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use care2mosaic::synth::kinds;

use super::outcome::{Listed, Outcome};
use super::truth::{Truth, touched};
use crate::support::{Run, Workplace};

/// A clean drop and one of the same council with hard cases, both migrated.
struct Migrated {
    clean: Outcome,
    planted: Outcome,
    truth: Vec<Truth>,
}

/// Enough households for every kind of hard case.
const COUNCIL: &str = "--people 1600 --seed 23";

/// Migrates a drop with the package's own mappings.
fn migrate(place: &Workplace, drop: &str, options: &str) -> Run {
    let mappings = Workplace::mappings();
    place.run(&format!("migrate {drop} --out out-{drop} --mappings {} {options}", mappings.display()))
}

fn migrated(place: &Workplace) -> Migrated {
    place.run(&format!("synth clean {COUNCIL}")).ended(0);
    place.run(&format!("synth planted {COUNCIL} --defects 0.07")).ended(0);
    migrate(place, "clean", "").ended(0);
    migrate(place, "planted", "").ended(5);
    Migrated {
        clean: Outcome::of(&place.path("out-clean/reconciliation"), &place.path("out-clean/exceptions")),
        planted: Outcome::of(
            &place.path("out-planted/reconciliation"),
            &place.path("out-planted/exceptions"),
        ),
        truth: Truth::of(&place.path("planted")),
    }
}

#[test]
fn every_planted_case_is_reported_and_nothing_else() {
    let place = Workplace::new();
    let run = migrated(&place);
    balances(&run.planted);
    every_kind_is_planted(&run.truth);
    everything_is_reported(&run);
    nothing_else_is_reported(&run);
    records_stand_where_lists_say(&run, &place.path("planted"));
    everybody_else_is_complete(&run);
    warnings_elsewhere_are_those_of_a_clean_drop(&run);
}

fn balances(planted: &Outcome) {
    assert_eq!(planted.report["verdict"], "reconciled-with-exceptions");
    assert!(planted.unbalanced().is_empty(), "{:?}", planted.unbalanced());
}

/// No kind of hard case waits for a household with a place for it.
fn every_kind_is_planted(truth: &[Truth]) {
    let planted: BTreeSet<&str> = truth.iter().map(|line| &*line.code).collect();
    let missing: Vec<_> = kinds().into_iter().map(|kind| kind.reason.code()).collect();
    let missing: Vec<_> = missing.into_iter().filter(|code| !planted.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn everything_is_reported(run: &Migrated) {
    let mut listed: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for line in run.planted.listed() {
        listed.entry((line.reason, line.entity, line.source_id)).or_default().insert(line.field);
    }
    let reported = |line: &&Truth| {
        let told = (line.word().to_owned(), line.entity.clone(), line.source_id.clone());
        let fields = listed.get(&told);
        // What was left out is listed by its rule, and by no column.
        fields.is_some_and(|fields| fields.contains(&None) || fields.contains(&Some(line.field())))
    };
    let missing: Vec<_> =
        run.truth.iter().filter(|line| !line.is_counted()).filter(|line| !reported(line)).collect();
    assert!(missing.is_empty(), "not reported: {missing:#?}");
    let mut counted: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for line in run.truth.iter().filter(|line| line.is_counted()) {
        *counted.entry((&line.code, &line.entity)).or_default() += 1;
    }
    let short = |((code, entity), times): &((&str, &str), u64)| run.planted.counted(code, entity) < *times;
    let missing: Vec<_> = counted.into_iter().filter(short).collect();
    assert!(missing.is_empty(), "not counted: {missing:#?}");
}

/// What is listed is planted, wherever it stands, or stands in the list of the clean drop as well.
fn nothing_else_is_reported(run: &Migrated) {
    let planted: BTreeSet<_> =
        run.truth.iter().map(|line| (line.word(), &*line.entity, &*line.source_id)).collect();
    let clean = run.clean.listed();
    let foreign = |line: &Listed| {
        !planted.contains(&(&*line.reason, &*line.entity, &*line.source_id))
            && !clean.iter().any(|own| own.says(&line.reason, &line.entity, &line.source_id))
    };
    let foreign: Vec<_> = run.planted.listed().into_iter().filter(foreign).collect();
    assert!(foreign.is_empty(), "not planted: {foreign:#?}");
}

/// The record of every line of the lists starts on the line that it names, in the file that it names.
fn records_stand_where_lists_say(run: &Migrated, drop: &Path) {
    let mut files: BTreeMap<String, BTreeMap<usize, String>> = BTreeMap::new();
    for line in run.planted.listed().iter().filter(|line| !line.source_id.is_empty()) {
        let Some((file, number)) = &line.place else { continue };
        let records = files.entry(file.clone()).or_insert_with(|| records_of(&drop.join(file)));
        let record = records.get(number);
        assert!(record.is_some_and(|record| record.contains(&line.source_id)), "{line:?}");
    }
}

/// The records of a file in lower case, by the line on which each starts.
fn records_of(file: &Path) -> BTreeMap<usize, String> {
    let text = std::fs::read_to_string(file).unwrap().to_lowercase();
    let (mut records, mut start, mut quoted) = (BTreeMap::<usize, String>::new(), 1, false);
    for (number, line) in text.lines().enumerate() {
        if !quoted {
            start = number + 1;
        }
        *records.entry(start).or_default() += line;
        quoted ^= line.matches('"').count() % 2 == 1;
    }
    records
}

fn everybody_else_is_complete(run: &Migrated) {
    let touched = touched(&run.truth);
    let troubled = |(number, state): &(String, String)| !touched.contains(number) && state != "complete";
    let clean: BTreeSet<_> =
        run.clean.states().into_iter().filter(|(_, state)| state != "complete").collect();
    let troubled: Vec<_> = run.planted.states().into_iter().filter(troubled).collect();
    let troubled: Vec<_> = troubled.into_iter().filter(|one| !clean.contains(one)).collect();
    assert!(troubled.is_empty(), "{troubled:#?}");
}

fn warnings_elsewhere_are_those_of_a_clean_drop(run: &Migrated) {
    let touched = touched(&run.truth);
    // Whoever was merged into somebody else has no case file of their own any more.
    let there: BTreeSet<String> = run.planted.states().into_iter().map(|(number, _)| number).collect();
    let warnings = |outcome: &Outcome| -> BTreeSet<Listed> {
        let elsewhere = |line: &Listed| {
            line.list == "warnings" && there.contains(&line.case_file) && !touched.contains(&line.case_file)
        };
        // The lines of the two drops are others.
        let anywhere = |line: Listed| Listed { place: None, ..line };
        outcome.listed().into_iter().filter(elsewhere).map(anywhere).collect()
    };
    let (planted, clean) = (warnings(&run.planted), warnings(&run.clean));
    let differing: Vec<_> = planted.symmetric_difference(&clean).collect();
    assert!(differing.is_empty(), "{differing:#?}");
}

/// Only numbers of people and keys of records may be told of a drop.
#[test]
fn lists_hold_no_values() {
    let place = Workplace::new();
    place.run("synth planted --people 300 --seed 6 --defects 0.2").ended(0);
    migrate(&place, "planted", "--no-reconcile").ended(5);
    let values =
        values_of(&place.path("planted/Person.csv"), &["LastName", "FirstName", "NHSNumber", "Postcode"]);
    for list in ["rejects", "holds", "waiting", "held", "values", "warnings", "excluded"] {
        let text =
            std::fs::read_to_string(place.path(&format!("out-planted/exceptions/{list}.csv"))).unwrap();
        let told: Vec<_> = text.split([',', '\n', '\r', ' ']).filter(|word| values.contains(*word)).collect();
        assert!(told.is_empty(), "{list}: {told:?}");
    }
}

fn values_of(file: &Path, columns: &[&str]) -> BTreeSet<String> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    let values = rows.iter().flat_map(|row| columns.iter().map(|column| row[*column].clone()));
    values.filter(|value| value.len() > 3).collect()
}
