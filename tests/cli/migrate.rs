//! `migrate`, `reconcile` and `status`, one after the other.

use std::fs;

use crate::support::Workplace;

/// A project with the package's mappings and a small export.
fn project() -> Workplace {
    let workplace = Workplace::new();
    workplace.run("init .").ended(0);
    workplace
}

#[test]
fn a_clean_export_ends_reconciled_and_says_what_to_do() {
    let workplace = project();
    let run = workplace.run("migrate sample-export --out out").ended(0);
    assert!(run.stdout.starts_with("Reconciled. Everything is accounted for.\n"), "{run}");
    assert!(run.stdout.contains("What to do next") && run.stdout.contains("none differs"), "{run}");
    let page = fs::read_to_string(workplace.path("out/reconciliation/report.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>"));
    let again = workplace.run("migrate sample-export --out out").ended(0);
    assert!(again.stderr.contains("nothing was changed"), "{again}");
    let status = workplace.run("status out").ended(0);
    assert!(status.stdout.starts_with("Reconciled; nothing was held or rejected."), "{status}");
    let proved = workplace.run("reconcile out --source sample-export --json").ended(0);
    let report: serde_json::Value = serde_json::from_str(&proved.stdout).unwrap();
    assert_eq!(report["verdict"], "reconciled");
}

#[test]
fn a_changed_import_file_does_not_reconcile() {
    let workplace = project();
    workplace.run("migrate sample-export --out out").ended(0);
    let path = workplace.path("out/data/batches/0001/05_MO_PERSONS.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("\r\n", "\r\n\r\n", 1)).unwrap();
    let run = workplace.run("reconcile out --source sample-export").ended(3);
    assert!(run.stdout.starts_with("Not reconciled. Do not load these files."), "{run}");
    assert!(run.stdout.contains("differences.csv"), "{run}");
}

#[test]
fn an_export_without_a_file_is_refused_with_every_stop() {
    let workplace = project();
    fs::remove_file(workplace.path("sample-export/AdoptionLink.csv")).unwrap();
    fs::remove_file(workplace.path("sample-export/Case.csv")).unwrap();
    let run = workplace.run("migrate sample-export --out out").ended(4);
    assert!(run.stdout.starts_with("Refused. Nothing was written."), "{run}");
    for code in ["adoption-link-absent", "object-absent"] {
        assert!(run.stdout.contains(code), "{run}");
    }
    assert!(!workplace.path("out/data").exists());
    let status = workplace.run("status out").ended(0);
    assert!(status.stdout.starts_with("Refused:"), "{status}");
}

#[test]
fn a_dry_run_predicts_and_writes_no_import_file() {
    let workplace = project();
    let run = workplace.run("migrate sample-export --out out --dry-run").ended(0);
    assert!(run.stdout.starts_with("Dry run: Reconciled."), "{run}");
    assert!(!workplace.path("out/data").exists());
    let report = workplace.run("report out/dry-runs/0001 --format json").ended(0);
    let report: serde_json::Value = serde_json::from_str(&report.stdout).unwrap();
    assert_eq!(report["run"]["dry_run"], true);
}

#[test]
fn progress_is_told_in_the_log_as_json() {
    let workplace = project();
    let mut command = workplace.command("migrate sample-export --out out --log-format json");
    let run = workplace.told(&command.env("CARE2MOSAIC_LOG", "info").output().unwrap()).ended(0);
    let lines: Vec<serde_json::Value> =
        run.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().any(|line| line["message"] == "started" && line["phase"].is_string()), "{run}");
    assert!(lines.iter().any(|line| line["message"] == "finished" && line["counts"].is_string()), "{run}");
}

#[test]
fn changed_mappings_or_another_proof_key_are_told_as_such() {
    let workplace = project();
    workplace.run("migrate sample-export --out out --no-reconcile").ended(0);
    let table = workplace.path("out/mappings/0001/codes/gender.csv");
    let text = fs::read_to_string(&table).unwrap();
    fs::write(&table, text.replace(",M,", ",X,").replace(",F,", ",M,").replace(",X,", ",F,")).unwrap();
    let run = workplace.run("reconcile out --source sample-export").ended(3);
    assert!(run.stderr.contains("mappings of out was changed or taken away"), "{run}");
    fs::write(&table, text).unwrap();
    fs::write(workplace.path("out/proof.key"), [7; 32]).unwrap();
    workplace.run("reconcile out --source sample-export").ended(3);
    fs::write(workplace.path("out/proof.key"), [7; 31]).unwrap();
    let run = workplace.run("reconcile out --source sample-export").ended(3);
    assert!(run.stderr.contains("proof.key of out was changed"), "{run}");
    fs::remove_file(workplace.path("out/proof.key")).unwrap();
    let run = workplace.run("reconcile out --source sample-export").ended(3);
    assert!(run.stderr.contains("proof.key of out was changed"), "{run}");
}
