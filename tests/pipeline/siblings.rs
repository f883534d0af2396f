//! Forms that were cloned for brothers and sisters become one step with several subjects, where the policy says so.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use care2mosaic::pipeline::{
    Cancel, Finished, MigrateRequest, ReconcileRequest, Silent, reconcile as reconcile_again,
};

use super::council::{Council, bytes_of, list, rows, run};
use super::retry::{again, request};
use crate::support::{migrate_with_failed, note_files};

/// The forms that were folded, each with the form under whose key it stands.
fn folded(out: &Path) -> BTreeMap<String, String> {
    let lines = rows(out, "xref.csv").into_iter();
    let forms =
        lines.filter(|line| line["SOURCE_ENTITY"] == "CaseForm" && line["SOURCE_ID"] != line["LEGACY_ID"]);
    forms.map(|line| (line["SOURCE_ID"].clone(), line["LEGACY_ID"].clone())).collect()
}

/// Whose each form of the drop is.
fn owners(council: &Council) -> BTreeMap<String, String> {
    let forms = list(&council.path("drop/CaseForm.csv")).into_iter();
    forms.map(|form| (form["CaseFormId"].to_lowercase(), form["PersonId"].to_lowercase())).collect()
}

/// The copies for other people that the drop has, each with its original.
fn copies(council: &Council) -> BTreeMap<String, String> {
    let owners = owners(council);
    let forms = list(&council.path("drop/CaseForm.csv")).into_iter();
    let pairs = forms.map(|form| (form["CaseFormId"].to_lowercase(), form["ClonedFromId"].to_lowercase()));
    pairs.filter(|(own, from)| owners.get(from).is_some_and(|owner| *owner != owners[own])).collect()
}

fn proven(council: &Council, out: &str) -> MigrateRequest {
    MigrateRequest { reconcile: true, ..council.request(out) }
}

fn assert_proven(finished: &Finished, code: u8) {
    assert_eq!(finished.exit.code(), code, "{:?} {:?}", finished.report.verdict, finished.report.differences);
}

/// A value of the people that holds everything of them until it is filled.
fn withhold(council: &Council, people: &BTreeSet<String>) {
    council.edit_rows("Person", |row| {
        if people.contains(&row["PersonId"].to_lowercase()) {
            row.insert("GenderId".into(), String::new());
        }
    });
}

/// Proves a folder that was made of two drops, and loads it with all constraints.
fn prove_and_load(council: &Council, out: &str, sources: &[&str]) {
    let sources = format!(" --source {}", sources.join(" --source "));
    for line in [
        format!("reconcile {out}{sources}"),
        format!("verify {out}{sources}"),
        format!("load {out} --to sqlite://{}", council.path(&format!("{out}.sqlite")).display()),
    ] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_care2mosaic"));
        let output = command.current_dir(council.path("")).args(line.split(' ')).output().unwrap();
        assert!(
            matches!(output.status.code(), Some(0 | 5)),
            "{line}: {}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
}

#[test]
fn copies_that_say_the_same_become_one_step_with_several_subjects() {
    let council = Council::with_siblings(80);
    let finished = run(&proven(&council, "out")).unwrap();
    assert_proven(&finished, 0);
    let (out, owners, copies) = (council.path("out"), owners(&council), copies(&council));
    let folded = folded(&out);
    assert!(folded.len() >= 3 && folded.len() < copies.len(), "{} of {}", folded.len(), copies.len());
    let steps: BTreeSet<String> =
        rows(&out, "19_MO_WORKFLOW_STEPS.csv").into_iter().map(|row| row["LEGACY_ID"].clone()).collect();
    let subjects = rows(&out, "18_MO_SUBGROUP_SUBJECTS.csv");
    let leads: BTreeSet<&String> = folded.values().collect();
    for lead in leads {
        assert!(steps.contains(lead) && !folded.contains_key(lead));
        let copies = folded.iter().filter(|(_, of)| *of == lead).map(|(copy, _)| copy);
        let people: BTreeSet<&String> = copies.chain([lead]).map(|form| &owners[form]).collect();
        let listed: Vec<&String> = subjects
            .iter()
            .filter(|row| row["SUBGROUP_LEGACY_ID"] == *lead && people.contains(&row["PERSON_LEGACY_ID"]))
            .map(|row| &row["PERSON_LEGACY_ID"])
            .collect();
        assert_eq!(listed.len(), people.len(), "each subject once");
    }
    for table in
        ["17_MO_GROUPS", "18_MO_SUBGROUPS", "19_MO_WORKFLOW_STEPS", "21_MO_FORMS", "23_MO_FORM_ANSWERS"]
    {
        for row in rows(&out, &format!("{table}.csv")) {
            assert!(row.values().all(|cell| !folded.contains_key(cell)), "{table} names a copy");
        }
    }
    // What was not folded is a step of its own.
    assert!(copies.keys().filter(|copy| !folded.contains_key(*copy)).all(|copy| steps.contains(copy)));
    let counted = finished.report.mapped.iter().find(|one| one.reason == "sibling-fold").unwrap();
    assert_eq!(counted.values, folded.len() as u64);
    let forms = finished.report.balance.iter().find(|one| one.entity == "CaseForm").unwrap();
    assert_eq!(forms.merged, folded.len() as u64);
    prove_and_load(&council, "out", &["drop"]);
}

#[test]
fn without_that_policy_every_copy_is_a_step() {
    let council = Council::with_siblings(80);
    council.edit("mappings/policy.toml", |text| text.replace("\"fold\"\n", "\"fan-out\"\n"));
    let finished = run(&proven(&council, "out")).unwrap();
    assert_proven(&finished, 0);
    assert!(folded(&council.path("out")).is_empty());
    assert!(finished.report.mapped.iter().all(|one| one.reason != "sibling-fold"));
}

#[test]
fn siblings_share_the_batch_of_the_lowest_number_and_nobody_else_moves() {
    let council = Council::with_siblings(80);
    let batches = |out: &str| -> BTreeMap<String, u32> {
        let request = MigrateRequest { batch_size: 3, ..proven(&council, out) };
        assert_proven(&run(&request).unwrap(), 0);
        let people = rows(&council.path(out), "xref.csv").into_iter();
        let people = people.filter(|line| line["SOURCE_ENTITY"] == "Person");
        people.map(|line| (line["SOURCE_ID"].clone(), line["BATCH"].parse().unwrap())).collect()
    };
    let together = batches("together");
    assert!(folded(&council.path("together")).len() >= 3);
    council.edit("mappings/policy.toml", |text| text.replace("\"fold\"\n", "\"fan-out\"\n"));
    let apart = batches("apart");
    let owners = owners(&council);
    let mut joined = 0;
    for (person, batch) in &together {
        let of = |form: &String| owners[form] == *person;
        let is_sibling = copies(&council).iter().any(|(copy, from)| of(copy) || of(from));
        assert!(apart[person] == *batch || (is_sibling && *batch < apart[person]), "{person}");
        joined += u32::from(apart[person] != *batch);
    }
    assert!(joined > 0);
    for (copy, from) in copies(&council) {
        assert_eq!(together[&owners[&copy]], together[&owners[&from]]);
    }
}

#[test]
fn the_same_bytes_come_of_any_threads_and_of_a_run_that_was_broken_off() {
    let council = Council::with_siblings(80);
    let one = MigrateRequest { batch_size: 7, ..council.request("one") };
    run(&one).unwrap();
    run(&MigrateRequest { out: council.path("four"), threads: 4, ..one.clone() }).unwrap();
    let broken = MigrateRequest { out: council.path("broken"), ..one };
    migrate_with_failed(&broken, &[2]);
    again(&request(&council, "broken")).unwrap();
    let data = |out: &str| bytes_of(&council.path(out).join("data/batches"));
    assert!(!folded(&council.path("one")).is_empty());
    assert!(data("one") == data("four"), "threads change bytes");
    assert!(data("one") == data("broken"), "a batch that came later has other bytes");
}

#[test]
fn a_dry_run_predicts_what_is_folded() {
    let council = Council::with_siblings(80);
    let key = council.path("proof.key");
    std::fs::write(&key, [7; 32]).unwrap();
    let real = MigrateRequest { proof_key: Some(key), ..proven(&council, "out") };
    let predicted = run(&MigrateRequest { dry_run: true, out: council.path("dry"), ..real.clone() }).unwrap();
    let real = run(&real).unwrap();
    assert_eq!(predicted.report.root, real.report.root);
    assert_eq!(predicted.report.balance, real.report.balance);
    assert_eq!(predicted.report.mapped, real.report.mapped);
    assert_eq!(predicted.report.warnings, real.report.warnings);
}

#[test]
fn a_step_is_written_for_the_others_where_one_child_is_held() {
    let council = Council::with_siblings(80);
    let (copies, owners) = (copies(&council), owners(&council));
    let held: BTreeSet<String> = copies.values().map(|original| owners[original].clone()).collect();
    withhold(&council, &held);
    let finished = run(&proven(&council, "out")).unwrap();
    assert_proven(&finished, 5);
    let out = council.path("out");
    let warned = list(&out.join("exceptions/warnings.csv")).into_iter();
    let warned: BTreeSet<String> = warned
        .filter(|line| line["REASON"] == "held-sibling" && line["ENTITY"] == "CaseForm")
        .map(|line| line["SOURCE_ID"].clone())
        .collect();
    let written: BTreeSet<String> = copies
        .iter()
        .filter(|(copy, original)| !held.contains(&owners[*copy]) && held.contains(&owners[*original]))
        .map(|(copy, _)| copy.clone())
        .collect();
    assert!(!written.is_empty() && warned == written, "{warned:?}");
    for row in rows(&out, "18_MO_SUBGROUP_SUBJECTS.csv") {
        assert!(!held.contains(&row["PERSON_LEGACY_ID"]));
    }
    // The proof looks for each such warning.
    council.edit("out/exceptions/warnings.csv", |text| {
        let line = text.split_inclusive('\n').find(|line| line.contains("held-sibling")).unwrap().to_owned();
        text.replace(&line, "")
    });
    note_files(&out);
    let reconcile =
        ReconcileRequest { out, sources: vec![council.path("drop")], mosaic: None, ledger: None, threads: 1 };
    let finished = reconcile_again(&reconcile, &Silent, &Cancel::default()).unwrap();
    assert_eq!(finished.exit.code(), 3);
    let groups: Vec<String> = finished.report.differences.iter().map(|group| format!("{group:?}")).collect();
    assert!(groups.iter().any(|group| group.contains("warning-cause")), "{groups:?}");
}

/// Runs a drop in which these people are held, and then the drop as it was.
fn release(
    council: &Council,
    people: &BTreeSet<String>,
) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    crate::support::copy_folder(&council.path("drop"), &council.path("later"));
    withhold(council, people);
    assert_proven(&run(&proven(council, "out")).unwrap(), 5);
    let (out, before) = (council.path("out"), folded(&council.path("out")));
    let sealed = bytes_of(&out.join("data/batches"));
    let retried = again(&care2mosaic::pipeline::RetryRequest {
        source: Some(council.path("later")),
        ..request(council, "out")
    });
    let report = retried.unwrap().report;
    assert!(!format!("{:?}", report.verdict).starts_with("Not"), "{:?}", report.differences);
    let after = bytes_of(&out.join("data/batches"));
    assert!(sealed.iter().all(|(name, bytes)| after[name] == *bytes), "a sealed batch changed");
    prove_and_load(council, "out", &["drop", "later"]);
    (before, folded(&out))
}

#[test]
fn a_child_released_later_joins_no_sealed_step_unproven() {
    for lead in [false, true] {
        let council = Council::with_siblings(80);
        let (copies, owners) = (copies(&council), owners(&council));
        let of = |(copy, original): (&String, &String)| owners[if lead { original } else { copy }].clone();
        let people = copies.iter().map(of).collect();
        let (before, after) = release(&council, &people);
        assert!(after.len() >= before.len());
    }
}
