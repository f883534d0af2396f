//! The ledger: its runs and batches.

use std::path::Path;

use super::database::{Database, on};
use super::{BatchKind, BatchRow, BatchState, LedgerAddress, LedgerError, NewRun, RunRow};

/// The ledger of an output folder. Its methods wait for the database; files and mapping run on other threads.
#[derive(Debug)]
pub struct Ledger {
    pub(super) database: Database,
}

/// How often a run that begins at the same moment as another tries for the next number.
const TRIES: u32 = 20;

impl Ledger {
    /// Opens the ledger in a SQLite file, or makes it, readable by its owner alone.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        Self::connect(&LedgerAddress::file(path))
    }

    /// Opens the ledger at an address; its schema is made, or brought up to date.
    pub fn connect(address: &LedgerAddress) -> Result<Self, LedgerError> {
        Ok(Self { database: Database::open(address)? })
    }

    /// Opens a ledger that is there to look at it: nothing is written, whatever it holds.
    pub fn look(address: &LedgerAddress) -> Result<Self, LedgerError> {
        Ok(Self { database: Database::look(address)? })
    }

    /// Its address, without a password.
    pub fn name(&self) -> &str {
        self.database.name()
    }

    /// Begins a run and gives its number.
    pub fn begin_run(&self, run: &NewRun) -> Result<u32, LedgerError> {
        let sql = "INSERT INTO run (number, id, dry_run, started, fingerprint) \
                   SELECT COALESCE(MAX(number), 0) + 1, $1, $2, $3, $4 FROM run WHERE TRUE \
                   ON CONFLICT (number) DO NOTHING RETURNING number";
        let begin = || {
            on!(self.database, pool => {
                let query = sqlx::query_scalar::<_, i64>(sql).bind(&run.id).bind(run.dry_run);
                query.bind(&run.started).bind(&run.fingerprint).fetch_optional(pool).await
            })
        };
        for _ in 1..TRIES {
            if let Some(number) = begin()? {
                return Ok(small(number));
            }
        }
        Ok(begin()?.map_or(u32::MAX, small))
    }

    /// Ends a run.
    pub fn finish_run(
        &self,
        run: u32,
        finished: &str,
        verdict: &str,
        exit_code: u8,
    ) -> Result<(), LedgerError> {
        let sql = "UPDATE run SET finished = $1, verdict = $2, exit_code = $3 WHERE number = $4";
        on!(self.database, pool => {
            let query = sqlx::query(sql).bind(finished).bind(verdict);
            query.bind(i64::from(exit_code)).bind(i64::from(run)).execute(pool).await.map(drop)
        })
    }

    /// Notes what a run depends on in other words, as where something lies now.
    pub fn put_fingerprint(&self, run: u32, fingerprint: &str) -> Result<(), LedgerError> {
        on!(self.database, pool => {
            let query = sqlx::query("UPDATE run SET fingerprint = $1 WHERE number = $2");
            query.bind(fingerprint).bind(i64::from(run)).execute(pool).await.map(drop)
        })
    }

    /// Notes what a run depends on from now on, and forgets files of its drop that it goes on without.
    pub fn give_up_files(&self, run: u32, fingerprint: &str, paths: &[String]) -> Result<(), LedgerError> {
        on!(self.database, pool => {
            let mut transaction = pool.begin().await?;
            let query = sqlx::query("UPDATE run SET fingerprint = $1 WHERE number = $2");
            query.bind(fingerprint).bind(i64::from(run)).execute(&mut *transaction).await?;
            for path in paths {
                let query = sqlx::query("DELETE FROM source_file WHERE run = $1 AND path = $2");
                query.bind(i64::from(run)).bind(path).execute(&mut *transaction).await?;
            }
            transaction.commit().await
        })
    }

    /// All runs, the oldest first.
    pub fn runs(&self) -> Result<Vec<RunRow>, LedgerError> {
        let sql = "SELECT number, id, dry_run, started, finished, verdict, exit_code, fingerprint FROM run ORDER BY number";
        let rows: Vec<RunCells> = on!(self.database, pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        Ok(rows.into_iter().map(run_row).collect())
    }

    /// All batches, in order of number.
    pub fn batches(&self) -> Result<Vec<BatchRow>, LedgerError> {
        let sql = "SELECT number, run, kind, state, reason, case_files, exit_code, manifest_sha256 FROM batch ORDER BY number";
        let rows: Vec<BatchCells> = on!(self.database, pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        let rows = rows.into_iter().map(batch_row).collect::<Option<_>>();
        rows.ok_or_else(|| self.database.damaged("an unknown kind or state of a batch"))
    }

    /// Notes a batch, whatever is known of it so far; a sealed batch is never changed.
    pub fn put_batch(&self, batch: &BatchRow) -> Result<(), LedgerError> {
        self.put_batches(std::slice::from_ref(batch))
    }

    /// Notes several batches: all or none.
    pub fn put_batches(&self, batches: &[BatchRow]) -> Result<(), LedgerError> {
        let sql = "INSERT INTO batch (number, run, kind, state, reason, case_files, exit_code, manifest_sha256) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (number) DO UPDATE SET run = excluded.run, \
                   kind = excluded.kind, state = excluded.state, reason = excluded.reason, \
                   case_files = excluded.case_files, exit_code = excluded.exit_code, \
                   manifest_sha256 = excluded.manifest_sha256 WHERE batch.state <> 'sealed'";
        on!(self.database, pool => {
            let mut transaction = pool.begin().await?;
            for batch in batches {
                let query = sqlx::query(sql).bind(i64::from(batch.number)).bind(i64::from(batch.run));
                let query = query.bind(batch.kind.word()).bind(batch.state.word()).bind(&batch.reason);
                let query = query.bind(signed(batch.case_files)).bind(batch.exit_code.map(i64::from));
                query.bind(&batch.manifest_sha256).execute(&mut *transaction).await?;
            }
            transaction.commit().await
        })
    }

    /// Forgets batches that were never sealed, of runs that nobody will go on with.
    pub fn forget_unsealed(&self) -> Result<(), LedgerError> {
        let sql = "DELETE FROM batch WHERE state <> 'sealed'";
        on!(self.database, pool => sqlx::query(sql).execute(pool).await.map(drop))
    }
}

pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

pub(super) fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

type RunCells = (i64, String, bool, String, Option<String>, Option<String>, Option<i64>, String);
pub(super) type BatchCells = (i64, i64, String, String, Option<String>, i64, Option<i64>, Option<String>);

fn run_row(cells: RunCells) -> RunRow {
    let (number, id, dry_run, started, finished, verdict, exit_code, fingerprint) = cells;
    let (number, exit_code) = (small(number), exit_code.and_then(|code| u8::try_from(code).ok()));
    RunRow { number, id, dry_run, started, finished, verdict, exit_code, fingerprint }
}

/// A batch; none where its kind or state is a word that no program writes.
pub(super) fn batch_row(cells: BatchCells) -> Option<BatchRow> {
    let (number, run, kind, state, reason, case_files, exit_code, manifest_sha256) = cells;
    Some(BatchRow {
        number: small(number),
        run: small(run),
        kind: BatchKind::from_word(&kind)?,
        state: BatchState::from_word(&state)?,
        reason,
        case_files: unsigned(case_files),
        exit_code: exit_code.and_then(|code| u8::try_from(code).ok()),
        manifest_sha256,
    })
}
