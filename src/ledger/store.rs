//! The ledger's database.

use std::path::Path;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{QueryBuilder, Row, Sqlite};
use tokio::runtime::Runtime;

use super::{
    BatchKind, BatchRow, BatchState, CaseFileRow, ExceptionRow, LedgerError, NewRun, RunRow, SourceFileRow,
    TallyRow,
};

const VERSION: i64 = 1;

/// Rows a statement: SQLite takes 32,766 parameters, and one statement for many rows is what makes it fast.
const ROWS: usize = 500;

/// The ledger of an output folder. Its methods wait for the database; files and mapping run on other threads.
#[derive(Debug)]
pub struct Ledger {
    runtime: Runtime,
    pool: SqlitePool,
    path: String,
}

impl Ledger {
    /// Opens the ledger at a path, or makes it, readable by its owner alone.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(LedgerError::Runtime)?;
        let name = path.display().to_string();
        private_file(path).map_err(LedgerError::Runtime)?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true);
        let pool = runtime.block_on(SqlitePoolOptions::new().max_connections(1).connect_with(options));
        let pool = pool.map_err(|source| LedgerError::Database { path: name.clone(), source })?;
        let ledger = Self { runtime, pool, path: name };
        ledger.prepare()?;
        Ok(ledger)
    }

    fn error(&self, source: sqlx::Error) -> LedgerError {
        LedgerError::Database { path: self.path.clone(), source }
    }

    fn wait<T>(&self, work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, LedgerError> {
        self.runtime.block_on(work).map_err(|source| self.error(source))
    }

    fn prepare(&self) -> Result<(), LedgerError> {
        self.wait(async { sqlx::raw_sql(include_str!("schema.sql")).execute(&self.pool).await })?;
        let version: Option<i64> = self.wait(async {
            sqlx::query_scalar("SELECT version FROM ledger").fetch_optional(&self.pool).await
        })?;
        match version {
            Some(VERSION) => Ok(()),
            Some(found) => Err(LedgerError::Version { path: self.path.clone(), found, expected: VERSION }),
            None => self
                .wait(async {
                    sqlx::query("INSERT INTO ledger VALUES (?)").bind(VERSION).execute(&self.pool).await
                })
                .map(drop),
        }
    }

    /// Begins a run and gives its number.
    pub fn begin_run(&self, run: &NewRun) -> Result<u32, LedgerError> {
        let sql = "INSERT INTO run (id, dry_run, started, fingerprint) VALUES (?, ?, ?, ?)";
        let done = self.wait(async {
            let query =
                sqlx::query(sql).bind(&run.id).bind(run.dry_run).bind(&run.started).bind(&run.fingerprint);
            query.execute(&self.pool).await
        })?;
        Ok(u32::try_from(done.last_insert_rowid()).unwrap_or(u32::MAX))
    }

    /// Ends a run.
    pub fn finish_run(
        &self,
        run: u32,
        finished: &str,
        verdict: &str,
        exit_code: u8,
    ) -> Result<(), LedgerError> {
        let sql = "UPDATE run SET finished = ?, verdict = ?, exit_code = ? WHERE number = ?";
        self.wait(async {
            sqlx::query(sql).bind(finished).bind(verdict).bind(exit_code).bind(run).execute(&self.pool).await
        })
        .map(drop)
    }

    /// All runs, the oldest first.
    pub fn runs(&self) -> Result<Vec<RunRow>, LedgerError> {
        let sql = "SELECT number, id, dry_run, started, finished, verdict, exit_code, fingerprint FROM run ORDER BY number";
        let rows = self.wait(async { sqlx::query(sql).fetch_all(&self.pool).await })?;
        Ok(rows.iter().map(run_row).collect())
    }

    /// All batches, in order of number.
    pub fn batches(&self) -> Result<Vec<BatchRow>, LedgerError> {
        let sql =
            "SELECT number, run, kind, state, reason, case_files, manifest_sha256 FROM batch ORDER BY number";
        let rows = self.wait(async { sqlx::query(sql).fetch_all(&self.pool).await })?;
        Ok(rows.iter().map(batch_row).collect())
    }

    /// Notes a batch, whatever is known of it so far; a sealed batch is never changed.
    pub fn put_batch(&self, batch: &BatchRow) -> Result<(), LedgerError> {
        let sql = "INSERT INTO batch (number, run, kind, state, reason, case_files, manifest_sha256) \
                   VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET run = excluded.run, \
                   kind = excluded.kind, state = excluded.state, reason = excluded.reason, \
                   case_files = excluded.case_files, manifest_sha256 = excluded.manifest_sha256 \
                   WHERE batch.state <> 'sealed'";
        self.wait(async {
            let query = sqlx::query(sql)
                .bind(batch.number)
                .bind(batch.run)
                .bind(batch.kind.word())
                .bind(batch.state.word())
                .bind(&batch.reason)
                .bind(i64::try_from(batch.case_files).unwrap_or(i64::MAX))
                .bind(&batch.manifest_sha256);
            query.execute(&self.pool).await
        })
        .map(drop)
    }

    /// Forgets batches that were never sealed, of runs that nobody will go on with.
    pub fn forget_unsealed(&self) -> Result<(), LedgerError> {
        let sql = "DELETE FROM batch WHERE state <> 'sealed'";
        self.wait(async { sqlx::query(sql).execute(&self.pool).await }).map(drop)
    }

    /// Notes the files that a run read.
    pub fn put_source_files(&self, run: u32, files: &[SourceFileRow]) -> Result<(), LedgerError> {
        self.insert(
            "INSERT OR REPLACE INTO source_file (run, path, entity, records, bytes, sha256) ",
            files,
            |row, file| {
                row.push_bind(run)
                    .push_bind(file.path.clone())
                    .push_bind(file.entity.clone())
                    .push_bind(signed(file.records))
                    .push_bind(signed(file.bytes))
                    .push_bind(file.sha256.clone());
            },
        )
    }

    /// Notes the case files of a run.
    pub fn put_case_files(&self, run: u32, files: &[CaseFileRow]) -> Result<(), LedgerError> {
        self.insert(
            "INSERT OR REPLACE INTO case_file (run, number, state, batch, records) ",
            files,
            |row, file| {
                row.push_bind(run)
                    .push_bind(signed(file.number))
                    .push_bind(file.state.clone())
                    .push_bind(file.batch)
                    .push_bind(signed(file.records));
            },
        )
    }

    /// Forgets what a run noted of what it turned away.
    pub fn clear_exceptions(&self, run: u32) -> Result<(), LedgerError> {
        let sql = "DELETE FROM exception WHERE run = ?";
        self.wait(async { sqlx::query(sql).bind(run).execute(&self.pool).await }).map(drop)
    }

    /// Notes more of what a run turned away.
    pub fn add_exceptions(&self, run: u32, exceptions: &[ExceptionRow]) -> Result<(), LedgerError> {
        let sql = "INSERT INTO exception (run, kind, entity, source_id, case_file, file, line, field, reason, rule) ";
        self.insert(sql, exceptions, |row, exception| {
            row.push_bind(run)
                .push_bind(exception.kind)
                .push_bind(exception.entity.clone())
                .push_bind(exception.source_id.clone())
                .push_bind(exception.case_file.map(signed))
                .push_bind(exception.file.clone())
                .push_bind(signed(exception.line))
                .push_bind(exception.field.clone())
                .push_bind(exception.reason.clone())
                .push_bind(exception.rule.clone());
        })
    }

    /// Notes the balance of a run.
    pub fn put_tallies(&self, run: u32, tallies: &[TallyRow]) -> Result<(), LedgerError> {
        self.insert("INSERT OR REPLACE INTO tally (run, entity, outcome, records) ", tallies, |row, tally| {
            row.push_bind(run)
                .push_bind(tally.entity.clone())
                .push_bind(tally.outcome.clone())
                .push_bind(signed(tally.records));
        })
    }

    /// Notes the digests of files that later commands may rewrite.
    pub fn put_output_files(&self, run: u32, files: &[(String, String)]) -> Result<(), LedgerError> {
        self.insert(
            "INSERT OR REPLACE INTO output_file (path, run, sha256) ",
            files,
            |row, (path, sha256)| {
                row.push_bind(path.clone()).push_bind(run).push_bind(sha256.clone());
            },
        )
    }

    /// How many records a run excepted, by kind and reason, the most first.
    pub fn exception_counts(&self, run: u32) -> Result<Vec<(String, String, u64)>, LedgerError> {
        let sql = "SELECT kind, reason, COUNT(*) AS records FROM exception WHERE run = ? \
                   GROUP BY kind, reason ORDER BY records DESC, kind, reason";
        let rows = self.wait(async { sqlx::query(sql).bind(run).fetch_all(&self.pool).await })?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1), unsigned(row.get(2)))).collect())
    }

    /// The balance of a run.
    pub fn tallies(&self, run: u32) -> Result<Vec<TallyRow>, LedgerError> {
        let sql = "SELECT entity, outcome, records FROM tally WHERE run = ? ORDER BY entity, outcome";
        let rows = self.wait(async { sqlx::query(sql).bind(run).fetch_all(&self.pool).await })?;
        let row = |row: &SqliteRow| TallyRow {
            entity: row.get(0),
            outcome: row.get(1),
            records: unsigned(row.get(2)),
        };
        Ok(rows.iter().map(row).collect())
    }

    /// How many case files of a run are in which state.
    pub fn case_file_counts(&self, run: u32) -> Result<Vec<(String, u64)>, LedgerError> {
        let sql = "SELECT state, COUNT(*) FROM case_file WHERE run = ? GROUP BY state ORDER BY state";
        let rows = self.wait(async { sqlx::query(sql).bind(run).fetch_all(&self.pool).await })?;
        Ok(rows.iter().map(|row| (row.get(0), unsigned(row.get(1)))).collect())
    }

    /// Inserts rows, many a statement, in one transaction.
    fn insert<T>(
        &self,
        sql: &'static str,
        rows: &[T],
        bind: impl Fn(&mut sqlx::query_builder::Separated<'_, Sqlite, &'static str>, &T),
    ) -> Result<(), LedgerError> {
        self.wait(async {
            let mut transaction = self.pool.begin().await?;
            for rows in rows.chunks(ROWS) {
                let mut query = QueryBuilder::<Sqlite>::new(sql);
                query.push_values(rows, |mut values, row| bind(&mut values, row));
                query.build().execute(&mut *transaction).await?;
            }
            transaction.commit().await
        })
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        // So that everything stands in one file, without the journal beside it.
        self.runtime.block_on(self.pool.close());
    }
}

/// Makes the file first, so that it is never readable by others, however short a time.
fn private_file(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::File::options().create(true).truncate(false).write(true).mode(0o600).open(path).map(drop)
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn run_row(row: &SqliteRow) -> RunRow {
    RunRow {
        number: row.get(0),
        id: row.get(1),
        dry_run: row.get(2),
        started: row.get(3),
        finished: row.get(4),
        verdict: row.get(5),
        exit_code: row.get(6),
        fingerprint: row.get(7),
    }
}

fn batch_row(row: &SqliteRow) -> BatchRow {
    BatchRow {
        number: row.get(0),
        run: row.get(1),
        kind: BatchKind::from_word(row.get(2)),
        state: BatchState::from_word(row.get(3)),
        reason: row.get(4),
        case_files: unsigned(row.get(5)),
        manifest_sha256: row.get(6),
    }
}
