//! The README names every key of what `--json` prints.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::support::{Workplace, files, without_gender};

/// The keys of a document, and of the objects in its lists.
type Keys = BTreeMap<String, BTreeSet<String>>;

/// What the line of a command says; words after the semicolon are of keys that need not be there.
fn told(command: &str) -> (Keys, BTreeSet<String>) {
    let text = fs::read_to_string(Workplace::package("README.md")).unwrap();
    let section = text.split("\n## ").find(|section| section.starts_with("What programs read")).unwrap();
    let start = format!("| {command} | ");
    let line = section.lines().find_map(|line| line.strip_prefix(&start));
    let line = line.unwrap_or_else(|| panic!("no line for {command}"));
    let (always, sometimes) = line.split_once(';').unwrap_or((line, ""));
    let words = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let mut keys = Keys::new();
    for part in always.split_inclusive(')') {
        let (outer, inner) = part.split_once('(').unwrap_or((part, ""));
        let outer = words(outer);
        let inner: BTreeSet<_> = words(inner).into_iter().collect();
        // The names before a bracket that have one kind of object follow each other: `run` and `runs`.
        let last = outer.last().cloned();
        keys.extend(outer.into_iter().map(|key| (key, BTreeSet::new())));
        keys.extend(last.map(|key| (key, inner)));
    }
    (keys, words(sometimes).into_iter().collect())
}

fn keys_of(value: &Value) -> BTreeSet<String> {
    value.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect()
}

fn assert_told(command: &str, document: &str) {
    let document: Value = serde_json::from_str(document).unwrap_or_else(|why| panic!("{command}: {why}"));
    let (mut told, sometimes) = told(command);
    if let Some((same, _)) = command.split_once(" --history") {
        told.extend(self::told(&format!("{same}`")).0);
    }
    let own: BTreeSet<_> = keys_of(&document).difference(&sometimes).cloned().collect();
    assert_eq!(own, told.keys().cloned().collect(), "{command}");
    for (key, inner) in told.iter().filter(|(_, inner)| !inner.is_empty()) {
        for object in document[key].as_array().unwrap_or_else(|| panic!("{command}: {key}")) {
            // Not everything has a place, and none is told where adopted people are concerned.
            let own = keys_of(object).into_iter().chain(inner.contains("first").then(|| "first".to_owned()));
            assert_eq!(own.collect::<BTreeSet<_>>(), *inner, "{command}: {key}");
        }
    }
}

#[test]
fn every_document_has_the_keys_that_the_readme_names() {
    let workplace = Workplace::new();
    workplace.run("init .").ended(0);
    workplace.run("synth export --people 40 --seed 4 --defects 0.3").ended(0);
    let said = |line: &str, code: i32| workplace.run(&format!("-q {line}")).ended(code).stdout;
    assert_told("the report", &said("migrate export --out out --json", 5));
    assert_told("`status`", &said("status out --json", 0));
    assert_told("`status --history`", &said("status out --json --history", 0));
    assert_told("`check`", &said("check export --json", 0));
    assert_told("`profile`", &said("profile export --json", 0));
    assert_told("`profile --scaffold`", &said("profile export --scaffold draft --json", 0));
    assert_told("the report", &said("report out --json", 0));
    assert_told("`report --compare`", &said("report out --compare 1 1 --json", 0));
    assert_told("`verify`", &said("verify out --json", 0));
    assert_told("`sample`", &said("sample out --size 5 --json", 0));
    assert_told("`load`", &said("load out --to sqlite://staging.sqlite --json", 0));
    assert_told("`synth`", &said("synth another --people 3 --json", 0));
    let list = fs::read_to_string(workplace.path("out/reconciliation/case-files.csv")).unwrap();
    let written = list.lines().find(|line| line.contains(",complete,")).unwrap();
    let number = written.split(',').next().unwrap();
    assert_told("`trace`", &said(&format!("trace out {number} --json"), 0));
    let proof = workplace.command(&format!("-q prove out {number}")).output().unwrap();
    workplace.write("proof.json", proof.stdout);
    assert_told("`verify --proof`", &said("verify --proof proof.json --json", 0));
}

#[test]
fn the_report_of_a_retry_has_no_other_keys() {
    let workplace = Workplace::new();
    workplace.run("init .").ended(0);
    workplace.run("synth later --people 40 --seed 4 --defects 0.3").ended(0);
    for (name, bytes) in files(&workplace.path("later")) {
        let bytes = if name == "Person.csv" { without_gender(&bytes) } else { bytes };
        workplace.write(&format!("export/{name}"), bytes);
    }
    workplace.run("-q migrate export --out out").ended(5);
    let document = workplace.run("-q retry out --source later --json").ended(5).stdout;
    let report: Value = serde_json::from_str(&document).unwrap();
    assert!(
        report["history"].is_array() && report["rejected_values"][0].get("first").is_none(),
        "{document}"
    );
    assert_told("the report", &document);
}
