//! Passwords and encryption as users of PostgreSQL know them.

use std::os::unix::fs::PermissionsExt;

use care2mosaic::ledger::Ledger;

use crate::support::{Postgres, Run, TestDatabase, Workplace};

fn status(workplace: &Workplace, url: &str, variables: &[(&str, &str)]) -> Run {
    let mut command = workplace.command(&format!("status out --ledger {url}"));
    command.env_remove("PGPASSWORD").env("HOME", workplace.path(""));
    command.envs(variables.iter().copied());
    workplace.told(&command.output().unwrap())
}

fn made(test: &str) -> Option<TestDatabase> {
    let database = Postgres::database(test)?;
    drop(Ledger::connect(&database.url().parse().unwrap()).unwrap());
    Some(database)
}

#[test]
fn a_password_comes_from_the_address_a_variable_or_the_password_file() {
    let Some(database) = made("a_password_comes_from_the_address_a_variable_or_the_password_file") else {
        return;
    };
    let workplace = Workplace::new();
    let bare = database.url_of("ann", "");
    status(&workplace, &database.url(), &[]).ended(0);
    status(&workplace, &bare, &[]).ended(7);
    status(&workplace, &bare, &[("PGPASSWORD", "secret")]).ended(0);
    let wrong = status(&workplace, &bare, &[("PGPASSWORD", "mistaken")]).ended(7);
    assert!(!wrong.stderr.contains("mistaken"), "{wrong}");
    let file = workplace.write(".pgpass", "localhost:*:*:ann:secret\n");
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).unwrap();
    status(&workplace, &bare, &[]).ended(0);
    let other = workplace.write("other", "localhost:*:*:ann:mistaken\n");
    std::fs::set_permissions(&other, PermissionsExt::from_mode(0o600)).unwrap();
    status(&workplace, &bare, &[("PGPASSFILE", other.to_str().unwrap())]).ended(7);
}

#[test]
fn a_connection_is_encrypted_and_the_server_checked_where_asked() {
    let Some(database) = made("a_connection_is_encrypted_and_the_server_checked_where_asked") else {
        return;
    };
    let Some(certificate) = database.certificate() else {
        return crate::support::say("not run, for want of openssl: encryption of the ledger's connection");
    };
    let workplace = Workplace::new();
    let with = |parameters: &str| status(&workplace, &database.url_of("ann:secret", parameters), &[]);
    with("?sslmode=require").ended(0);
    let unknown = with("?sslmode=verify-full").ended(7);
    assert!(unknown.stderr.contains("no encrypted connection"), "{unknown}");
    with(&format!("?sslmode=verify-full&sslrootcert={}", certificate.display())).ended(0);
    let encrypted = "SELECT bool_or(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
                     WHERE application_name = 'care2mosaic'";
    let ledger = Ledger::connect(&database.url().parse().unwrap()).unwrap();
    ledger.runs().unwrap();
    assert_eq!(database.sql(encrypted), "t", "without a word it is encrypted where the server can");
}
