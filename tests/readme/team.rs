//! The README's example of a ledger for a team is run as written.

use std::path::Path;
use std::process::Command;

use crate::support::{Postgres, TestDatabase, Workplace};

const README: &str = include_str!("../../README.md");

#[test]
fn a_team_can_type_it() {
    let Some(database) = Postgres::database("a_team_can_type_it") else { return };
    let block = README.split("```bash\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    // Where the server is, and who one is there, differs from place to place.
    let (export, rest) = block.split_once('\n').unwrap();
    assert!(export.starts_with("export PG"), "{export}");
    let workplace = Workplace::new();
    workplace.run("init .").ended(0);
    let program = Path::new(env!("CARGO_BIN_EXE_care2mosaic")).parent().unwrap();
    let path = format!("{}:{}", program.display(), TestDatabase::search_path());
    let mut shell = Command::new("bash");
    shell.args(["-e", "-c", rest]).current_dir(workplace.path("")).env("PATH", path);
    let output = shell.envs(database.variables()).env("CARE2MOSAIC_LOG", "warn").output().unwrap();
    let run = workplace.told(&output).ended(0);
    assert_eq!(run.stdout.matches("Reconciled. ").count(), 3, "two that migrate and one that proves: {run}");
    assert!(run.stdout.contains("Reconciled; nothing was held or rejected."), "{run}");
}
