//! Outputs that are not loaded.

use std::fs;

use super::migrated;
use crate::support::Workplace;

const LOAD: &str = "load out --to sqlite://staging.sqlite";

/// The database was not touched.
fn is_untouched(workplace: &Workplace) {
    assert!(!workplace.path("staging.sqlite").exists());
}

#[test]
fn changed_files_are_all_named() {
    let workplace = migrated();
    let batches = workplace.path("out/data/batches");
    let mut persons = fs::read_to_string(batches.join("0001/05_MO_PERSONS.csv")).unwrap();
    let place = persons.find(",Y,").or_else(|| persons.find(",N,")).unwrap();
    let other = if &persons[place..place + 3] == ",Y," { ",N," } else { ",Y," };
    persons.replace_range(place..place + 3, other);
    fs::write(batches.join("0001/05_MO_PERSONS.csv"), persons).unwrap();
    fs::write(batches.join("0001/07_STRANGER.csv"), "A\r\n1\r\n").unwrap();
    fs::remove_file(batches.join("0000/03_WORKERS.csv")).unwrap();
    let run = workplace.run(LOAD).ended(3);
    for file in ["0001/05_MO_PERSONS.csv", "0001/07_STRANGER.csv", "0000/03_WORKERS.csv"] {
        assert!(run.stderr.contains(&format!("data/batches/{file}")), "{run}");
    }
    is_untouched(&workplace);
}

#[test]
fn a_manifest_that_bears_a_change_out_is_no_help() {
    let workplace = migrated();
    let path = workplace.path("out/data/batches/0001/manifest.json");
    let manifest = fs::read_to_string(&path).unwrap().replacen("\"rows\": ", "\"rows\": 1", 1);
    fs::write(&path, manifest).unwrap();
    let run = workplace.run(LOAD).ended(3);
    assert!(run.stderr.contains("data/batches/0001/manifest.json"), "{run}");
    is_untouched(&workplace);
}

#[test]
fn an_output_without_proof_is_not_loaded() {
    let workplace = Workplace::new();
    workplace.run("synth export --people 20 --seed 5").ended(0);
    let mappings = Workplace::mappings();
    let line = format!("migrate export --out out --no-reconcile --mappings {}", mappings.display());
    workplace.run(&line).ended(0);
    let run = workplace.run(LOAD).ended(7);
    assert!(run.stderr.contains("out is unproven") && run.stderr.contains("care2mosaic reconcile"), "{run}");
    workplace.run("reconcile out --source export").ended(0);
    workplace.run(LOAD).ended(0);
}

#[test]
fn a_folder_without_a_run_is_not_loaded() {
    let workplace = Workplace::new();
    let run = workplace.run(LOAD).ended(7);
    assert!(run.stderr.contains("out holds no finished run"), "{run}");
    assert!(!workplace.path("out").exists());
}

#[test]
fn other_rows_under_a_key_are_refused_by_key() {
    let workplace = migrated();
    workplace.run(LOAD).ended(0);
    let database = workplace.path("staging.sqlite");
    let changed = std::process::Command::new("sqlite3")
        .arg(&database)
        .arg("UPDATE CASE_NOTES SET TITLE = 'something else' WHERE LEGACY_ID = (SELECT min(LEGACY_ID) FROM CASE_NOTES); SELECT min(LEGACY_ID) FROM CASE_NOTES;")
        .output();
    let Ok(changed) = changed else { return };
    let key = String::from_utf8_lossy(&changed.stdout).trim().to_owned();
    let run = workplace.run(LOAD).ended(7);
    assert!(run.stderr.contains(&format!("other rows under the same key, CASE_NOTES {key};")), "{run}");
    assert!(!run.stderr.contains("something else"), "{run}");
}

#[test]
fn an_address_of_another_kind_is_a_wrong_call() {
    let workplace = migrated();
    let run = workplace.run("load out --to mysql://clerk:secret@host/staging").ended(2);
    assert!(run.stderr.contains("sqlite://PATH or postgres://") && !run.stderr.contains("secret"), "{run}");
}

#[test]
fn no_database_in_the_output_folder_is_loaded_into() {
    let workplace = migrated();
    let ledger = fs::read(workplace.path("out/ledger.sqlite")).unwrap();
    for file in ["out/ledger.sqlite", "out/data/staging.sqlite"] {
        let run = workplace.run(&format!("load out --to sqlite://{file}")).ended(2);
        assert!(run.stderr.contains("lies in the output folder"), "{run}");
    }
    assert!(fs::read(workplace.path("out/ledger.sqlite")).unwrap() == ledger);
    assert!(!workplace.path("out/data/staging.sqlite").exists());
    workplace.write("staging.sqlite", "no database");
    let run = workplace.run(LOAD).ended(7);
    assert!(run.stderr.contains("no whole SQLite database"), "{run}");
}

#[test]
fn a_ledger_takes_no_rows() {
    let workplace = migrated();
    let mappings = Workplace::mappings();
    let line = "-q migrate export --out rehearsed --dry-run --ledger sqlite://ledger.sqlite --mappings";
    workplace.run(&format!("{line} {}", mappings.display())).ended(0);
    let run = workplace.run("load out --to sqlite://ledger.sqlite").ended(7);
    assert!(run.stderr.contains("ledger.sqlite holds a ledger") && run.stderr.contains("with --to"), "{run}");
}

#[test]
fn a_database_does_not_lie_in_the_export() {
    let workplace = migrated();
    let line = format!("load out --to sqlite://{}", workplace.path("export/staging.sqlite").display());
    let mappings = Workplace::mappings();
    workplace.run(&format!("-q migrate export --out again --mappings {}", mappings.display())).ended(0);
    let run = workplace.run(&line.replace("load out", "load again")).ended(2);
    assert!(run.stderr.contains("lies in export, which a run read"), "{run}");
    assert!(!workplace.path("export/staging.sqlite").exists());
}
