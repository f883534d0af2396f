//! Ledgers that cannot be used: what is said, and the code.

use std::path::Path;

use care2mosaic::ledger::{Ledger, LedgerAddress, LedgerError};
use care2mosaic::pipeline::{Exit, RunError};

use crate::support::{Postgres, Workplace};

fn refusal(address: &str) -> LedgerError {
    Ledger::connect(&address.parse::<LedgerAddress>().unwrap()).unwrap_err()
}

/// What is said of it, and the code.
fn told(error: LedgerError) -> (String, Exit) {
    let error = RunError::from(error);
    (error.to_string(), error.exit())
}

fn execute(file: &Path, sql: &'static str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.display())).await.unwrap();
        sqlx::raw_sql(sql).execute(&pool).await.unwrap();
        pool.close().await;
    });
}

/// Who looks at a ledger makes nothing in it.
#[test]
fn an_empty_database_holds_no_run_yet() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.sqlite");
    std::fs::write(&file, "").unwrap();
    let mut addresses = vec![LedgerAddress::file(&file)];
    if let Some(database) = Postgres::database("an_empty_database_holds_no_run_yet") {
        addresses.push(database.url().parse().unwrap());
        assert_eq!(told(Ledger::look(&addresses[1]).unwrap_err()).1, Exit::Refused);
    }
    let (said, exit) = told(Ledger::look(&addresses[0]).unwrap_err());
    assert!(said.contains("holds no run yet"), "{said}");
    assert_eq!(exit, Exit::Refused);
}

const NEWER: &str = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                     VALUES (4711, 'later', TRUE, 'ab', 0)";

#[test]
fn a_newer_ledger_is_left_to_the_newer_program() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.sqlite");
    drop(Ledger::open(&file).unwrap());
    execute(&file, NEWER);
    let (said, exit) = told(Ledger::open(&file).unwrap_err());
    assert!(said.contains("schema 4711") && said.contains("use the program that wrote it"), "{said}");
    assert_eq!(exit, Exit::Refused);
    let Some(database) = Postgres::database("a_newer_ledger_is_left_to_the_newer_program") else { return };
    drop(Ledger::connect(&database.url().parse().unwrap()).unwrap());
    database.sql(NEWER);
    assert!(matches!(refusal(&database.url()), LedgerError::Version { found: 4711, .. }));
}

#[test]
fn a_file_that_is_no_ledger_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.sqlite");
    std::fs::write(&file, "this is no database, whatever its name may be. ".repeat(100)).unwrap();
    let (said, exit) = told(Ledger::open(&file).unwrap_err());
    assert!(said.contains("is damaged") && said.contains("from a copy"), "{said}");
    assert_eq!(exit, Exit::Integrity);
}

/// Nor is one of something else, and it stays as it is.
#[test]
fn a_database_of_something_else_takes_no_table_of_ours() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.sqlite");
    std::fs::write(&file, "").unwrap();
    execute(&file, "CREATE TABLE visits (id INTEGER)");
    for error in [Ledger::open(&file).unwrap_err(), Ledger::look(&LedgerAddress::file(&file)).unwrap_err()] {
        let (said, exit) = told(error);
        assert!(said.contains("damaged (it holds the tables of something else)"), "{said}");
        assert_eq!(exit, Exit::Integrity);
    }
    execute(&file, "DROP TABLE visits");
    drop(Ledger::open(&file).unwrap());
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let (said, exit) = told(refusal("postgres://ann:secret@localhost:9/ledger"));
    assert!(said.contains("postgres://ann@localhost:9/ledger: the server cannot be reached"), "{said}");
    assert!(!said.contains("secret"));
    assert_eq!(exit, Exit::Refused);
}

#[test]
fn a_wrong_password_and_a_missing_database_are_told_apart() {
    let Some(database) = Postgres::database("a_wrong_password_and_a_missing_database_are_told_apart") else {
        return;
    };
    let (said, exit) = told(refusal(&database.url_of("ann:wrong", "")));
    assert!(said.contains("refused the user or the password") && !said.contains("wrong"), "{said}");
    assert_eq!(exit, Exit::Refused);
    let (said, exit) = told(refusal(&database.url_of("ann:secret", "?dbname=nowhere")));
    assert!(said.contains("no such database") && !said.contains("secret"), "{said}");
    assert_eq!(exit, Exit::Refused);
}

#[test]
fn an_address_that_is_none_is_not_repeated() {
    let workplace = Workplace::new();
    for address in ["mysql://ann:hidden@host/db", "postgres://ann:hidden@host/db?ssl=hidden"] {
        let run = workplace.run(&format!("status out --ledger {address}")).ended(2);
        assert!(!run.stderr.contains("hidden") && run.stderr.contains("the ledger's address"), "{run}");
    }
}
