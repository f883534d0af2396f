//! Signs of an adoption that no link tells of: listed for the council, or, where its policy withholds for them, told like
//! every adoption.

use std::collections::BTreeSet;
use std::process::Command;

use care2mosaic::pipeline::{Cancel, Exit, MigrateRequest, Silent, history, reconcile, status, verify};

use super::council::{Council, assert_proved, list, run};
use crate::support::note_files;

const CODE: &str = "adoption-signal";

/// A council some of whose children were placed for adoption, and their case files.
fn placed(signals: &str) -> (Council, BTreeSet<String>) {
    let council = Council::of(60);
    let policy = format!("signals = \"{signals}\"");
    council.edit("mappings/policy.toml", |text| text.replace("signals = \"warn\"", &policy));
    let placements = list(&council.path("drop/LACPlacement.csv"));
    let for_adoption = placements.iter().find(|row| row["GovCode"] == "A4").unwrap();
    let placement = for_adoption["LACPlacementId"].clone();
    let mut children = BTreeSet::new();
    council.edit_rows("PersonLACLegalStatus", |row| {
        if !row["LACPlacementId"].is_empty() && children.len() < 4 {
            row.insert("LACPlacementId".into(), placement.clone());
            row.insert("lacplacementid_cwname".into(), String::new());
            children.insert(row["PersonId"].to_lowercase());
        }
    });
    let people = list(&council.path("drop/Person.csv")).into_iter();
    let people = people.filter(|row| children.contains(&row["PersonId"].to_lowercase()));
    let numbers = people.map(|row| row["PersonNumber"].clone()).collect();
    (council, numbers)
}

fn migrated(signals: &str) -> (Council, BTreeSet<String>) {
    let (council, numbers) = placed(signals);
    let finished = run(&MigrateRequest { reconcile: true, ..council.request("out") }).unwrap();
    assert_proved(&finished);
    (council, numbers)
}

fn report(council: &Council) -> serde_json::Value {
    let text = std::fs::read(council.path("out/reconciliation/report.json")).unwrap();
    serde_json::from_slice(&text).unwrap()
}

/// What the report counts of the code in a part.
fn told(council: &Council, part: &str) -> Vec<serde_json::Value> {
    let causes = report(council)[part].as_array().unwrap().clone();
    causes.into_iter().filter(|cause| cause["reason"] == CODE).collect()
}

#[test]
fn signs_are_listed_with_their_place_for_the_council() {
    let (council, numbers) = migrated("warn");
    let warnings = list(&council.path("out/exceptions/warnings.csv"));
    let signs = warnings.iter().filter(|line| line["REASON"] == CODE).map(|line| line["CASE_FILE"].clone());
    assert_eq!(signs.collect::<BTreeSet<_>>(), numbers);
    assert!(told(&council, "warnings").iter().all(|cause| cause["entity"] == "PersonLACLegalStatus"));
    assert!(report(&council).get("held_untold").is_none());
}

#[test]
fn signs_that_withhold_are_told_like_every_adoption() {
    let (council, numbers) = migrated("hold");
    let holds = list(&council.path("out/exceptions/holds.csv"));
    let as_held: Vec<_> = holds.iter().filter(|line| line["REASON"] == "held").collect();
    let case_files: BTreeSet<_> = as_held.iter().map(|line| line["CASE_FILE"].clone()).collect();
    assert_eq!(case_files, numbers);
    for (name, bytes) in crate::support::files(&council.path("out")) {
        let text = String::from_utf8_lossy(&bytes);
        let may_name = name.starts_with("mappings/") || name.starts_with("reconciliation/report.");
        assert!(may_name || !text.contains(CODE), "{name}");
    }
    assert!(!council.path("out/exceptions/rows/PersonLACLegalStatus.csv").exists());
    for number in &numbers {
        let mut trace = Command::new(env!("CARGO_BIN_EXE_care2mosaic"));
        let output = trace.arg("trace").arg(council.path("out")).arg(number).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains("held") && !said.contains(CODE), "{said}");
    }
    let total = told(&council, "held");
    let lines = as_held.len() as u64;
    assert_eq!(total.len(), 1, "{total:?}");
    assert_eq!(
        (&total[0]["entity"], &total[0]["field"], &total[0]["records"]),
        (&"".into(), &"".into(), &lines.into())
    );
    assert!(total[0].get("first").is_none());
    // Lists, report, status and history count the same.
    assert_eq!(report(&council)["held_untold"], lines);
    let out = council.path("out");
    let looked = status(&out, None).unwrap();
    let listed = looked.exceptions.iter().find(|one| one.kind == "hold" && one.reason == "held").unwrap();
    let runs = history(&out, None).unwrap();
    assert_eq!((listed.records, runs[0].reasons("hold")["held"]), (lines, lines));
}

/// What `verify` expects of a folder whose report was changed, page and ledger with it.
fn expected_of(council: &Council, change: impl FnOnce(&mut serde_json::Value)) -> Vec<String> {
    let path = council.path("out/reconciliation/report.json");
    let before = std::fs::read(&path).unwrap();
    let mut changed = report(council);
    change(&mut changed);
    std::fs::write(&path, format!("{changed:#}\n")).unwrap();
    note_files(&council.path("out"));
    let request = council.verification("out");
    let verified = verify(&request, &Silent, &Cancel::default()).unwrap();
    std::fs::write(&path, before).unwrap();
    note_files(&council.path("out"));
    verified.findings.into_iter().map(|finding| finding.expected).collect()
}

#[test]
fn totals_of_adoptions_are_held_against_the_lines_that_say_held() {
    let (council, _) = migrated("hold");
    let holds = list(&council.path("out/exceptions/holds.csv"));
    let lines = holds.iter().filter(|line| line["REASON"] == "held").count();
    assert!(expected_of(&council, |_| ()).iter().all(|one| !one.contains("held")));
    let told = expected_of(&council, |report| report["held_untold"] = (lines + 1).into());
    let counted = format!("expected held_untold to count the {lines} line(s) of holds.csv that say `held`");
    assert!(told.contains(&counted), "{told:?}");
    let sign = |report: &mut serde_json::Value, key: &str, value: serde_json::Value| {
        let causes = report["held"].as_array_mut().unwrap();
        causes.iter_mut().find(|cause| cause["reason"] == CODE).unwrap()[key] = value;
    };
    let under =
        format!("expected held to count the {lines} line(s) of holds.csv that say `held` under codes");
    for records in [0, lines + 1] {
        let told = expected_of(&council, |report| sign(report, "records", records.into()));
        assert!(told.iter().any(|one| one.starts_with(&under)), "{records}: {told:?}");
    }
    // A place that is told is no total of adoptions.
    let told = expected_of(&council, |report| sign(report, "entity", "PersonLACLegalStatus".into()));
    assert!(told.iter().any(|one| one.starts_with(&under)), "{told:?}");
}

#[test]
fn a_hold_for_a_sign_is_found_in_the_export_again() {
    let (council, _) = migrated("hold");
    let path = council.path("out/exceptions/holds.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let changed = text.replacen(",LACPlacementId,held", ",LACLegalStatusId,held", 1);
    assert_ne!(changed, text);
    std::fs::write(&path, changed).unwrap();
    note_files(&council.path("out"));
    let request = council.proof_of("out");
    let finished = reconcile(&request, &Silent, &Cancel::default()).unwrap();
    assert_eq!(finished.exit, Exit::Integrity);
    let failed: BTreeSet<_> = finished
        .report
        .checks
        .iter()
        .filter(|check| check.findings > 0)
        .map(|check| check.id.as_str())
        .collect();
    assert!(failed.contains("hold-cause"), "{failed:?}");
}
