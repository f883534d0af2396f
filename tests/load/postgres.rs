//! A sealed output in a real PostgreSQL.

use std::collections::BTreeMap;

use super::{migrated, rows_of_manifests};
use crate::support::Postgres;

#[test]
fn a_clean_output_loads_under_every_constraint_and_twice_without_harm() {
    let Some(postgres) = Postgres::database("load") else { return };
    let workplace = migrated();
    let url = postgres.url();
    let first = workplace.run(&format!("load out --to {url} --json")).ended(0);
    assert!(!first.stdout.contains("secret") && !first.stderr.contains("secret"), "{first}");
    let expected = rows_of_manifests(&workplace);
    let second = workplace.run(&format!("load out --to {url}")).ended(0);
    assert!(second.stdout.starts_with("Loaded 0 rows into "), "{second}");
    let found: BTreeMap<String, u64> = expected
        .keys()
        .map(|table| (table.clone(), postgres.sql(&format!("SELECT count(*) FROM {table}"))))
        .map(|(table, count)| (table, count.parse().unwrap()))
        .collect();
    assert_eq!(found, expected);
    let constraints = "SELECT count(*) FROM pg_constraint WHERE convalidated AND contype = 'f'";
    assert!(postgres.sql(constraints).parse::<u32>().unwrap() > 40);
    // What the database gives back, in its own order and forms, is what was written; until somebody changes it.
    let drawn = |table: &str| {
        let rows = format!("COPY (SELECT * FROM {table} ORDER BY random()) TO STDOUT (FORMAT csv, HEADER)");
        workplace.write(&format!("extract/{table}.csv"), postgres.sql(&rows));
    };
    for table in expected.keys() {
        drawn(table);
    }
    let reconcile = "reconcile out --source export --mosaic extract";
    let same = workplace.run(reconcile).ended(0);
    assert!(same.stdout.contains("0 rows missing, 0 different, 0 unexpected"), "{same}");
    postgres.sql("DELETE FROM dental_checks WHERE ctid = (SELECT min(ctid) FROM dental_checks)");
    drawn("DENTAL_CHECKS");
    let other = workplace.run(reconcile).ended(3);
    assert!(other.stdout.contains("1 row missing, 0 different, 0 unexpected"), "{other}");
}

/// Whoever empties staging tables after a rehearsal would take away what says what is sealed.
#[test]
fn a_database_that_holds_a_ledger_takes_no_rows() {
    let Some(postgres) = Postgres::database("load") else { return };
    let (workplace, url) = (migrated(), postgres.url());
    let mappings = crate::support::Workplace::mappings();
    let line = format!("-q migrate export --out rehearsed --dry-run --ledger {url} --mappings");
    workplace.run(&format!("{line} {}", mappings.display())).ended(0);
    let run = workplace.run(&format!("load out --to {url}")).ended(7);
    assert!(run.stderr.contains(" holds a ledger") && run.stderr.contains("with --to"), "{run}");
    assert_eq!(postgres.sql("SELECT to_regclass('mo_persons') IS NULL"), "t");
}

#[test]
fn psql_takes_the_script() {
    let Some(postgres) = Postgres::database("load") else { return };
    let workplace = migrated();
    let mappings = crate::support::Workplace::mappings();
    let script = workplace.run(&format!("ddl --dialect postgres --mappings {}", mappings.display())).ended(0);
    postgres.sql(&script.stdout);
    assert_eq!(postgres.sql("SELECT count(*) FROM case_notes"), "0");
    let url = postgres.url();
    workplace.run(&format!("load out --to {url}")).ended(0);
}

#[test]
fn a_server_that_does_not_answer_is_told_without_its_password() {
    let workplace = migrated();
    let run = workplace.run("load out --to postgres://clerk:secret@127.0.0.1:1/staging").ended(7);
    assert!(run.stderr.contains("cannot connect to postgres://127.0.0.1:1/staging"), "{run}");
    assert!(!run.stderr.contains("secret"), "{run}");
}
