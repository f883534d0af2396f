//! Mappings that change after something was sealed, whichever engine keeps the ledger.

use serde_json::Value;

use crate::support::{Postgres, Workplace, files};

/// Refused as long as nobody decides, and then told with the reason: commands, as they are typed.
fn changed_mappings(ledger: &str) {
    let place = Workplace::in_memory();
    place.run("synth export --people 30 --seed 7").ended(0);
    for (name, bytes) in files(&Workplace::mappings()) {
        place.write(&format!("mappings/{name}"), bytes);
    }
    let run = |line: &str| place.run(&format!("{line}{ledger}"));
    run("migrate export --out out --batch-size 10").ended(0);
    let data = files(&place.path("out/data"));
    let codes = std::fs::read_to_string(place.path("mappings/codes/gender.csv")).unwrap();
    place.write(
        "mappings/codes/gender.csv",
        codes.replace("1,Male,M,", "1,Male,F,").replace("2,Female,F,", "2,Female,M,"),
    );
    let refused = run("retry out").ended(7);
    assert!(refused.stderr.contains("sealed case files would be others"), "{refused}");
    assert!(refused.stderr.contains("--accept-changes REASON"), "{refused}");
    // Workers are no case files.
    let worker = place.path("mappings/system-user.toml");
    let told = std::fs::read_to_string(&worker).unwrap();
    place.write("mappings/system-user.toml", told.replace("{ constant = \"C\" }", "{ constant = \"A\" }"));
    let refused = run("retry out").ended(7);
    let workers = std::fs::read_to_string(place.path("export/SystemUser.csv")).unwrap().lines().count() - 1;
    let shared = format!(" and {workers} sealed shared records would be others");
    assert!(refused.stderr.contains(&shared), "{refused}");
    place.write("mappings/system-user.toml", told);
    run("retry out --accept-changes decided").ended(0);
    let report = std::fs::read(place.path("out/reconciliation/report.json")).unwrap();
    let report: Value = serde_json::from_slice(&report).unwrap();
    let accepted = &report["retry"]["accepted"];
    assert_eq!(accepted["reason"], "decided", "{accepted}");
    let sealed = report["case_files"]["read"].as_u64();
    assert!(
        accepted["case_files"].as_u64() > Some(5) && accepted["case_files"].as_u64() <= sealed,
        "{accepted}"
    );
    assert_eq!(accepted["shared_records"], 0, "{accepted}");
    let batches = |name: &&String| name.starts_with("batches/000");
    let after = files(&place.path("out/data"));
    let changed: Vec<_> =
        data.keys().filter(batches).filter(|name| data.get(*name) != after.get(*name)).collect();
    assert!(changed.is_empty(), "{changed:?}");
    let compared = run("report out --compare 1 4 --format json").ended(0).stdout;
    let compared: Value = serde_json::from_str(&compared).unwrap();
    assert_eq!(compared["case_files"].as_array().map(Vec::len), Some(0), "{compared}");
    run("verify out").ended(0);
    run("reconcile out --source export").ended(0);
}

#[test]
fn changed_mappings_are_refused_until_somebody_decides() {
    changed_mappings("");
}

#[test]
fn changed_mappings_are_refused_until_somebody_decides_with_a_ledger_on_a_server() {
    let Some(database) = Postgres::database("changed_mappings_on_a_server") else { return };
    changed_mappings(&format!(" --ledger {}", database.url()));
}
