//! A connection to either database.

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, PgConnection, SqliteConnection};
use tokio::runtime::Runtime;

use crate::load::address::Place;
use crate::load::load_error::reason;
use crate::load::{DatabaseAddress, Dialect, LoadError};

/// A connection to either database; its methods wait for it. Statements are made from the contract's names alone, every
/// cell of a row goes in as a parameter.
pub(super) struct Connection {
    runtime: Runtime,
    session: Session,
    name: String,
}

enum Session {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Runs one future on whichever session it is, and waits for it.
macro_rules! on {
    ($connection:expr, $session:ident => $future:expr) => {{
        let Connection { runtime, session, .. } = $connection;
        match session {
            Session::Sqlite($session) => runtime.block_on(async { $future.await }),
            Session::Postgres($session) => runtime.block_on(async { $future.await }),
        }
    }};
}

impl Connection {
    /// Connects. A database file is made if it is not there, readable by its owner alone.
    pub(super) fn open(address: &DatabaseAddress) -> Result<Self, LoadError> {
        let name = address.to_string();
        let unopened = |source| LoadError::Open { database: name.clone(), source };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(unopened)?;
        let session = match &address.place {
            Place::Sqlite(path) => {
                private_file(path).map_err(unopened)?;
                let options = SqliteConnectOptions::new().filename(path).foreign_keys(true);
                let options =
                    options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
                runtime.block_on(options.connect()).map(Session::Sqlite)
            }
            Place::Postgres(options) => {
                let quiet = options.as_ref().clone().options([("client_min_messages", "warning")]);
                runtime.block_on(quiet.connect()).map(Session::Postgres)
            }
        };
        let unreached = |error| LoadError::Connect { database: name.clone(), reason: reason(&error) };
        Ok(Self { session: session.map_err(unreached)?, runtime, name })
    }

    /// The database, without user and password.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The dialect that is spoken.
    pub(super) fn dialect(&self) -> Dialect {
        match self.session {
            Session::Sqlite(_) => Dialect::Sqlite,
            Session::Postgres(_) => Dialect::Postgres,
        }
    }

    fn refused(&self, what: &str) -> impl Fn(sqlx::Error) -> LoadError + use<> {
        let (database, what) = (self.name.clone(), what.to_owned());
        move |error| LoadError::Refused {
            database: database.clone(),
            what: what.clone(),
            reason: reason(&error),
        }
    }

    /// Runs a statement.
    pub(super) fn execute(&mut self, sql: &str, what: &str) -> Result<(), LoadError> {
        let refused = self.refused(what);
        on!(self, session => async { sqlx::raw_sql(AssertSqlSafe(sql)).execute(session).await.map(drop) })
            .map_err(refused)
    }

    /// Runs a statement on rows, and gives the number that came in.
    pub(super) fn insert(&mut self, sql: &str, rows: &str, what: &str) -> Result<u64, LoadError> {
        let refused = self.refused(what);
        let done = on!(self, session => async {
            let done = sqlx::query(AssertSqlSafe(sql)).bind(rows).execute(session).await;
            done.map(|done| done.rows_affected())
        });
        done.map_err(refused)
    }

    /// The places that a query on rows gives.
    pub(super) fn places(&mut self, sql: &str, rows: &str, what: &str) -> Result<Vec<i64>, LoadError> {
        let refused = self.refused(what);
        on!(self, session => sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql)).bind(rows).fetch_all(session))
            .map_err(refused)
    }

    /// The number that a query gives.
    pub(super) fn count(&mut self, sql: &str, table: &str) -> Result<u64, LoadError> {
        let refused = self.refused(&format!("to count {table}"));
        let number =
            on!(self, session => sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql)).fetch_one(session));
        number.map(|number| u64::try_from(number).unwrap_or_default()).map_err(refused)
    }

    /// Whether there is a table of that name where plain names lead.
    pub(super) fn has_table(&mut self, name: &str) -> Result<bool, LoadError> {
        let refused = self.refused("to look for tables");
        let sql = match self.session {
            Session::Sqlite(_) => {
                "SELECT count(*) > 0 FROM sqlite_schema WHERE type = 'table' AND lower(name) = lower(?1)"
            }
            Session::Postgres(_) => "SELECT to_regclass($1) IS NOT NULL",
        };
        let name =
            if self.dialect() == Dialect::Postgres { self.dialect().name(name) } else { name.to_owned() };
        let found = on!(self, session => sqlx::query_scalar::<_, bool>(sql).bind(name).fetch_one(session));
        found.map_err(refused)
    }
}

/// Makes the file first, so that it is never readable by others, however short a time.
fn private_file(path: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::File::options().create(true).truncate(false).write(true).mode(0o600).open(path).map(drop)
}
