//! A ledger of each engine, for tests that hold for both.

use care2mosaic::ledger::{Ledger, LedgerAddress};

use crate::support::Postgres;

/// Runs a test on a new SQLite ledger and, where there is a server, on a new PostgreSQL one; `open` opens it again.
pub(super) fn on_each(test: &str, run: impl Fn(&(dyn Fn() -> Ledger + Sync))) {
    let folder = tempfile::tempdir().unwrap();
    let file = LedgerAddress::file(&folder.path().join("ledger.sqlite"));
    run(&|| Ledger::connect(&file).unwrap());
    let Some(database) = Postgres::database(test) else { return };
    let server: LedgerAddress = database.url().parse().unwrap();
    run(&|| Ledger::connect(&server).unwrap());
}
