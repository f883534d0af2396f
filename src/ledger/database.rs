//! The database of a ledger: SQLite in a file, or PostgreSQL on a server. Both are asked in the same words.

use std::path::Path;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use tokio::runtime::Runtime;

use super::schema::{migrator, newest};
use super::{LedgerAddress, LedgerError};

/// How long a server may take to answer at first.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long another program may hold a SQLite file.
const BUSY: Duration = Duration::from_secs(3);

/// Connections to a server: one for those who write, one for the sign of life.
const CONNECTIONS: u32 = 4;

/// A database, and the runtime that waits for it.
#[derive(Debug)]
pub(super) struct Database {
    runtime: Runtime,
    pub(super) pool: Pool,
    name: String,
}

/// The connections to a database.
#[derive(Debug)]
pub(super) enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// Runs the same code on whichever engine a database is, and waits for it.
macro_rules! on {
    ($database:expr, $pool:ident => $work:expr) => {
        match &$database.pool {
            $crate::ledger::database::Pool::Sqlite($pool) => $database.wait(async { $work }),
            $crate::ledger::database::Pool::Postgres($pool) => $database.wait(async { $work }),
        }
    };
}
pub(super) use on;

/// A value of a row to be written.
pub(super) enum Cell {
    Number(Option<i64>),
    Text(Option<String>),
}

/// Rows a statement: SQLite takes 32,766 parameters, and one statement for many rows is what makes it fast.
const ROWS: usize = 500;

/// Writes rows, many a statement, in one transaction.
macro_rules! insert {
    ($pool:expr, $sql:expr, $rows:expr, $end:expr) => {{
        let mut transaction = $pool.begin().await?;
        for rows in $rows.chunks(ROWS) {
            let mut query = sqlx::QueryBuilder::new($sql);
            query.push_values(rows, |mut values, row| {
                for cell in row {
                    match cell {
                        Cell::Number(number) => values.push_bind(*number),
                        Cell::Text(text) => values.push_bind(text.clone()),
                    };
                }
            });
            query.push($end);
            query.build().execute(&mut *transaction).await?;
        }
        transaction.commit().await
    }};
}

impl Database {
    /// Connects, makes what is not there, and brings the schema up to date.
    pub(super) fn open(address: &LedgerAddress) -> Result<Self, LedgerError> {
        let builder = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = builder.map_err(LedgerError::Runtime)?;
        let name = address.to_string();
        let failed = |source| LedgerError::new(&name, source);
        let pool = match (address.path(), address.options()) {
            (Some(path), _) => {
                private_file(path)
                    .map_err(|source| LedgerError::File { ledger: path.display().to_string(), source })?;
                Pool::Sqlite(runtime.block_on(file(path)).map_err(failed)?)
            }
            (None, options) => {
                let options = options.cloned().unwrap_or_default();
                Pool::Postgres(runtime.block_on(server(options)).map_err(failed)?)
            }
        };
        let database = Self { runtime, pool, name };
        database.refuse_foreign()?;
        database.refuse_damaged()?;
        database.migrate()?;
        Ok(database)
    }

    /// Connects to what is there and changes nothing.
    pub(super) fn look(address: &LedgerAddress) -> Result<Self, LedgerError> {
        let builder = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = builder.map_err(LedgerError::Runtime)?;
        let name = address.to_string();
        let failed = |source| LedgerError::new(&name, source);
        let pool = match (address.path(), address.options()) {
            (Some(path), _) => Pool::Sqlite(runtime.block_on(file_as_it_is(path)).map_err(failed)?),
            (None, options) => {
                let options = options.cloned().unwrap_or_default();
                Pool::Postgres(runtime.block_on(server(options)).map_err(failed)?)
            }
        };
        let database = Self { runtime, pool, name };
        database.refuse_empty()?;
        database.refuse_foreign()?;
        database.refuse_damaged()?;
        database.refuse_other_version()?;
        Ok(database)
    }

    /// A file with tables of something else is no ledger, and takes none of ours.
    fn refuse_foreign(&self) -> Result<(), LedgerError> {
        if matches!(self.pool, Pool::Postgres(_)) {
            return Ok(());
        }
        let sql = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        let own = "SELECT COUNT(*) FROM sqlite_master WHERE name = '_sqlx_migrations'";
        let count =
            |sql: &'static str| on!(self, pool => sqlx::query_scalar::<_, i64>(sql).fetch_one(pool).await);
        if count(sql)? > 0 && count(own)? == 0 {
            return Err(self.damaged("it holds the tables of something else"));
        }
        Ok(())
    }

    /// A file of which any page is damaged may give wrong rows before it gives an error. Looking at all of it takes some
    /// milliseconds a megabyte; a server looks after its files itself.
    fn refuse_damaged(&self) -> Result<(), LedgerError> {
        let Pool::Sqlite(pool) = &self.pool else { return Ok(()) };
        let check = async { sqlx::query_scalar("PRAGMA integrity_check").fetch_all(pool).await };
        let faults: Vec<String> = self.wait(check)?;
        let fault = faults.iter().flat_map(|fault| fault.lines()).find(|line| !is_heading(line));
        fault.filter(|fault| *fault != "ok").map_or(Ok(()), |fault| Err(self.damaged(fault)))?;
        self.refuse_runless(pool)
    }

    /// Sealed batches of a run that the file does not have any more would be taken for nobody's, and be written over.
    fn refuse_runless(&self, pool: &SqlitePool) -> Result<(), LedgerError> {
        let rows = "SELECT COUNT(*) FROM pragma_foreign_key_check";
        let runless: i64 = self.wait(async { sqlx::query_scalar(rows).fetch_one(pool).await })?;
        if runless == 0 { Ok(()) } else { Err(self.damaged("rows are of a run that it does not have")) }
    }

    /// A database without a table holds no run yet.
    fn refuse_empty(&self) -> Result<(), LedgerError> {
        let sql = match &self.pool {
            Pool::Sqlite(_) => "SELECT COUNT(*) FROM sqlite_master",
            Pool::Postgres(_) => {
                "SELECT COUNT(*) FROM pg_catalog.pg_tables WHERE schemaname = ANY (current_schemas(false))"
            }
        };
        let tables: i64 = on!(self, pool => sqlx::query_scalar(sql).fetch_one(pool).await)?;
        if tables == 0 { Err(LedgerError::Empty { ledger: self.name.clone() }) } else { Ok(()) }
    }

    /// A ledger whose schema is newer has what this program does not know; an older one lacks what it asks for.
    fn refuse_other_version(&self) -> Result<(), LedgerError> {
        let sql = "SELECT MAX(version) FROM _sqlx_migrations";
        let found: Option<i64> = on!(self, pool => sqlx::query_scalar(sql).fetch_one(pool).await)?;
        match found {
            Some(found) if found > newest() => {
                Err(LedgerError::Version { ledger: self.name.clone(), found, newest: newest() })
            }
            Some(found) if found < newest() && self.holds_runs()? => {
                Err(LedgerError::Older { ledger: self.name.clone(), found, newest: newest() })
            }
            Some(found) if found == newest() => Ok(()),
            // Its tables are made one after the other, and whoever made them did not come to the last.
            _ => Err(LedgerError::Unfinished { ledger: self.name.clone() }),
        }
    }

    /// Whether a run was begun; the table of runs is among the first that are made.
    fn holds_runs(&self) -> Result<bool, LedgerError> {
        let sql = "SELECT COUNT(*) FROM run";
        let runs: i64 = on!(self, pool => sqlx::query_scalar(sql).fetch_one(pool).await)?;
        Ok(runs > 0)
    }

    /// Its address, without a password.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// That the ledger holds something that no program writes.
    pub(super) fn damaged(&self, said: &str) -> LedgerError {
        LedgerError::Damaged { ledger: self.name.clone(), said: said.to_owned() }
    }

    fn migrate(&self) -> Result<(), LedgerError> {
        let migrator = migrator();
        let done = match &self.pool {
            Pool::Sqlite(pool) => self.runtime.block_on(migrator.run(pool)),
            Pool::Postgres(pool) => self.runtime.block_on(migrator.run(pool)),
        };
        done.map_err(|source| LedgerError::of_migration(&self.name, newest(), source))
    }

    /// Waits for the database.
    pub(super) fn wait<T>(
        &self,
        work: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, LedgerError> {
        self.runtime.block_on(work).map_err(|source| LedgerError::new(&self.name, source))
    }

    /// Writes rows, all or none; `end` says what becomes of a row that is there already.
    pub(super) fn insert(
        &self,
        sql: &'static str,
        rows: &[Vec<Cell>],
        end: &'static str,
    ) -> Result<(), LedgerError> {
        match &self.pool {
            Pool::Sqlite(pool) => self.wait(async { insert!(pool, sql, rows, end) }),
            Pool::Postgres(pool) => self.wait(async { insert!(pool, sql, rows, end) }),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // So that everything of a file stands in it, without the journal beside it.
        match &self.pool {
            Pool::Sqlite(pool) => self.runtime.block_on(pool.close()),
            Pool::Postgres(pool) => self.runtime.block_on(pool.close()),
        }
    }
}

async fn file(path: &Path) -> Result<SqlitePool, sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY)
        .foreign_keys(true);
    let options = sqlx::ConnectOptions::disable_statement_logging(options);
    SqlitePoolOptions::new().max_connections(1).connect_with(options).await
}

/// A file as it is; without a journal beside it, it is all there is, and may lie where nothing can be written.
async fn file_as_it_is(path: &Path) -> Result<SqlitePool, sqlx::Error> {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let journal = path.with_file_name(format!("{name}-wal"));
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .immutable(!journal.exists())
        .busy_timeout(BUSY);
    let options = sqlx::ConnectOptions::disable_statement_logging(options);
    SqlitePoolOptions::new().max_connections(1).connect_with(options).await
}

async fn server(options: PgConnectOptions) -> Result<PgPool, sqlx::Error> {
    // What a server notices, such as a table that is there already, is no news.
    let options = options.application_name("care2mosaic").options([("client_min_messages", "warning")]);
    // Nor that somebody waited for a turn.
    let options = sqlx::ConnectOptions::disable_statement_logging(options);
    // An error of the first connection says more than a pool that got none in time.
    let first = tokio::time::timeout(PATIENCE, sqlx::ConnectOptions::connect(&options)).await;
    let first = first.map_err(|_| sqlx::Error::PoolTimedOut)??;
    sqlx::Connection::close(first).await?;
    PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE).connect_with(options).await
}

/// Whether a line of what SQLite says of its file only names the database.
fn is_heading(line: &str) -> bool {
    line.starts_with("***")
}

/// Makes the file first, so that it is never readable by others, however short a time.
fn private_file(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::File::options().create(true).truncate(false).write(true).mode(0o600).open(path).map(drop)
}
