//! A sealed output in SQLite.

use std::process::Command;

use super::{migrated, rows_of_manifests};

#[test]
fn every_row_comes_in_once_and_under_every_constraint() {
    let workplace = migrated();
    let first = workplace.run("load out --to sqlite://staging.sqlite").ended(0);
    let expected = rows_of_manifests(&workplace);
    let all: u64 = expected.values().sum();
    assert!(first.stdout.ends_with('\n') && all > 1_000, "{first}");
    for table in expected.keys() {
        assert!(first.stdout.contains(&format!("  {table} ")), "{table}");
    }
    let second = workplace.run("load out --to sqlite://staging.sqlite --json").ended(0);
    let json: serde_json::Value = serde_json::from_str(&second.stdout).unwrap();
    assert_eq!(json["database"], "sqlite://staging.sqlite");
    let tables = json["tables"].as_array().unwrap();
    let there = tables.iter().map(|table| {
        assert_eq!(table["new"], 0);
        (table["table"].as_str().unwrap().to_owned(), table["there"].as_u64().unwrap())
    });
    assert_eq!(there.collect::<std::collections::BTreeMap<_, _>>(), expected);
}

#[test]
fn sqlites_own_checks_find_nothing() {
    let workplace = migrated();
    workplace.run("load out --to sqlite://staging.sqlite").ended(0);
    let Ok(output) = Command::new("sqlite3")
        .arg(workplace.path("staging.sqlite"))
        .arg("PRAGMA integrity_check; PRAGMA foreign_key_check;")
        .output()
    else {
        return;
    };
    assert_eq!(String::from_utf8_lossy(&output.stdout), "ok\n");
}
