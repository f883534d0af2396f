//! The ledger: processes that work on one run together.
//!
//! A worker shows a sign of life now and then. What it has in hand is its own as long as the last one is not older than
//! its lease, by the clock of the database; after that, anybody may take it.

use std::time::Duration;

use super::database::{Pool, on};
use super::store::{BatchCells, batch_row, signed, small};
use super::{BatchKind, BatchRow, BatchState, Ledger, LedgerError, WorkerRow};

/// Locks of this number are of this program: whoever holds it begins runs and joins them.
const TURN: i64 = 0x6361_7265_326d_6f73;

/// Now, in the words of each engine.
macro_rules! now {
    (Sqlite) => {
        "CAST((julianday('now') - 2440587.5) * 86400000 AS BIGINT)"
    };
    (Postgres) => {
        "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"
    };
}

/// The workers whose lease holds.
macro_rules! living {
    ($engine:tt) => {
        concat!("(SELECT id FROM worker WHERE seen + lease > ", now!($engine), ")")
    };
}

/// The lowest batch that nobody has in hand. Others look past a row that somebody is just taking.
macro_rules! claim_next {
    ($engine:tt, $lock:literal) => {
        concat!(
            "UPDATE batch SET state = 'running', worker = $1, reason = NULL WHERE number = (SELECT number FROM batch ",
            "WHERE run = $2 AND kind <> 'last' AND (state = 'planned' ",
            "OR (state = 'failed' AND (worker IS NULL OR worker <> $1)) ",
            "OR (state = 'running' AND (worker IS NULL OR worker NOT IN ",
            living!($engine),
            "))) ORDER BY number LIMIT 1 ",
            $lock,
            ") RETURNING number"
        )
    };
}

/// One batch of a run, if nobody else has it in hand and it is not sealed.
macro_rules! claim {
    ($engine:tt) => {
        concat!(
            "UPDATE batch SET state = 'running', worker = $1, reason = NULL WHERE number = $2 AND run = $3 ",
            "AND state <> 'sealed' AND NOT (state = 'running' AND worker <> $1 AND worker IN ",
            living!($engine),
            ")"
        )
    };
}

/// What follows the last batch, if all batches before it are sealed and nobody else is at it. A run that was forgotten has
/// no batches, and nothing to finish.
macro_rules! claim_finish {
    ($engine:tt) => {
        concat!(
            "UPDATE run SET finisher = $1 WHERE number = $2 AND finished IS NULL AND NOT EXISTS ",
            "(SELECT 1 FROM batch WHERE run = $2 AND kind <> 'last' AND state <> 'sealed') ",
            "AND EXISTS (SELECT 1 FROM batch WHERE run = $2) ",
            "AND (finisher IS NULL OR finisher = $1 OR finisher NOT IN ",
            living!($engine),
            ")"
        )
    };
}

/// The text of each engine.
macro_rules! sql_of {
    ($ledger:expr, $sqlite:expr, $postgres:expr) => {
        match &$ledger.database.pool {
            Pool::Sqlite(_) => $sqlite,
            Pool::Postgres(_) => $postgres,
        }
    };
}

impl Ledger {
    /// Whether several machines can reach it.
    pub fn is_shared(&self) -> bool {
        matches!(self.database.pool, Pool::Postgres(_))
    }

    /// Does something that one process at a time may do, whatever its machine. The server ends the turn of a process
    /// that is gone.
    pub fn in_turn<T, E: From<LedgerError>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let Pool::Postgres(pool) = &self.database.pool else { return work() };
        let turn = self.database.wait(async {
            let mut turn = pool.acquire().await?;
            sqlx::query("SELECT pg_advisory_lock($1)").bind(TURN).execute(&mut *turn).await?;
            Ok(turn)
        })?;
        let done = work();
        let ended = self.database.wait(async { turn.close().await });
        let done = done?;
        ended?;
        Ok(done)
    }

    /// Takes a worker on, who has joined no run yet.
    pub fn enlist(&self, worker: &str, lease: Duration) -> Result<(), LedgerError> {
        let sql = sql_of!(
            self,
            concat!("INSERT INTO worker (id, lease, seen) VALUES ($1, $2, ", now!(Sqlite), ")"),
            concat!("INSERT INTO worker (id, lease, seen) VALUES ($1, $2, ", now!(Postgres), ")")
        );
        let lease = i64::try_from(lease.as_millis()).unwrap_or(i64::MAX / 2);
        on!(self.database, pool => {
            sqlx::query(sql).bind(worker).bind(lease).execute(pool).await.map(drop)
        })
    }

    /// Joins those who work on a run.
    pub fn join_run(&self, worker: &str, run: u32) -> Result<(), LedgerError> {
        let sql = "UPDATE worker SET run = $2 WHERE id = $1";
        on!(self.database, pool => {
            sqlx::query(sql).bind(worker).bind(i64::from(run)).execute(pool).await.map(drop)
        })
    }

    /// Shows that a worker lives.
    pub fn show_life(&self, worker: &str) -> Result<(), LedgerError> {
        let sql = sql_of!(
            self,
            concat!("UPDATE worker SET seen = ", now!(Sqlite), " WHERE id = $1"),
            concat!("UPDATE worker SET seen = ", now!(Postgres), " WHERE id = $1")
        );
        on!(self.database, pool => sqlx::query(sql).bind(worker).execute(pool).await.map(drop))
    }

    /// Leaves a run; what the worker had in hand is anybody's.
    pub fn leave_run(&self, worker: &str) -> Result<(), LedgerError> {
        let sql = "DELETE FROM worker WHERE id = $1";
        on!(self.database, pool => sqlx::query(sql).bind(worker).execute(pool).await.map(drop))
    }

    /// The workers whose lease holds, each with its run, if it has joined one.
    pub fn workers(&self) -> Result<Vec<(String, Option<u32>)>, LedgerError> {
        let sql = sql_of!(
            self,
            concat!("SELECT id, run FROM worker WHERE id IN ", living!(Sqlite)),
            concat!("SELECT id, run FROM worker WHERE id IN ", living!(Postgres))
        );
        let rows: Vec<(String, Option<i64>)> =
            on!(self.database, pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        Ok(rows.into_iter().map(|(id, run)| (id, run.map(small))).collect())
    }

    /// The workers whose lease holds, in order of name, each with what it has in hand.
    pub fn at_work(&self) -> Result<Vec<WorkerRow>, LedgerError> {
        let batches =
            "SELECT worker, number FROM batch WHERE state = 'running' AND worker IS NOT NULL ORDER BY number";
        let finishers = "SELECT finisher, number FROM run WHERE finished IS NULL AND finisher IS NOT NULL";
        let pairs = |sql: &'static str| {
            let rows: Result<Vec<(String, i64)>, LedgerError> =
                on!(self.database, pool => sqlx::query_as(sql).fetch_all(pool).await);
            rows
        };
        let (in_hand, finishers) = (pairs(batches)?, pairs(finishers)?);
        let mut workers = self.workers()?;
        workers.sort();
        let row = |(id, run): (String, Option<u32>)| WorkerRow {
            batches: in_hand.iter().filter(|(own, _)| *own == id).map(|(_, number)| small(*number)).collect(),
            finishing: finishers.iter().any(|(own, number)| *own == id && Some(small(*number)) == run),
            run,
            id,
        };
        Ok(workers.into_iter().map(row).collect())
    }

    /// Notes the batches of a run, so that they can be taken; those that are noted stay as they are. Of a run that another
    /// one was begun after, which had forgotten it, nothing is noted.
    pub fn plan_batches(&self, run: u32, batches: &[(u32, BatchKind)]) -> Result<(), LedgerError> {
        let sql = "INSERT INTO batch (number, run, kind, state, case_files) SELECT $1, $2, $3, 'planned', 0 \
                   WHERE NOT EXISTS (SELECT 1 FROM run WHERE number > $2 AND dry_run = FALSE AND finished IS NULL) \
                   ON CONFLICT (number) DO NOTHING";
        on!(self.database, pool => {
            let mut transaction = pool.begin().await?;
            for (number, kind) in batches {
                let query = sqlx::query(sql).bind(i64::from(*number)).bind(i64::from(run)).bind(kind.word());
                query.execute(&mut *transaction).await?;
            }
            transaction.commit().await
        })
    }

    /// Takes all batches that are not sealed from whoever has them, to forget them: what others wrote of them is not sealed
    /// any more. False if one is sealed.
    pub fn take_unsealed(&self, worker: &str) -> Result<bool, LedgerError> {
        let take = "UPDATE batch SET state = 'running', worker = $1 WHERE state <> 'sealed'";
        let sealed: i64 = on!(self.database, pool => {
            let taken = sqlx::query(take).bind(worker).execute(pool).await;
            match taken {
                Ok(_) => sqlx::query_scalar("SELECT COUNT(*) FROM batch WHERE state = 'sealed'").fetch_one(pool).await,
                Err(error) => Err(error),
            }
        })?;
        Ok(sealed == 0)
    }

    /// Whether batches of a run are noted: one that was forgotten has none.
    pub fn has_batches(&self, run: u32) -> Result<bool, LedgerError> {
        let sql = "SELECT COUNT(*) FROM batch WHERE run = $1";
        let count: i64 = on!(self.database, pool => {
            sqlx::query_scalar(sql).bind(i64::from(run)).fetch_one(pool).await
        })?;
        Ok(count > 0)
    }

    /// Takes the lowest batch before the last that nobody has in hand; one that this worker failed at is left to others.
    pub fn claim_next(&self, worker: &str, run: u32) -> Result<Option<u32>, LedgerError> {
        let sql = sql_of!(self, claim_next!(Sqlite, ""), claim_next!(Postgres, "FOR UPDATE SKIP LOCKED"));
        let number: Option<i64> = on!(self.database, pool => {
            sqlx::query_scalar(sql).bind(worker).bind(i64::from(run)).fetch_optional(pool).await
        })?;
        Ok(number.map(small))
    }

    /// Takes a batch of a run; false where another has it in hand, it is sealed, or it is of another run by now.
    pub fn claim_batch(&self, worker: &str, run: u32, number: u32) -> Result<bool, LedgerError> {
        let sql = sql_of!(self, claim!(Sqlite), claim!(Postgres));
        let claimed = on!(self.database, pool => {
            let query = sqlx::query(sql).bind(worker).bind(i64::from(number)).bind(i64::from(run));
            query.execute(pool).await.map(|done| done.rows_affected())
        })?;
        Ok(claimed == 1)
    }

    /// Seals a batch that a worker has in hand, or notes why it could not be written; false where it is another's by now.
    pub fn put_claimed(&self, worker: &str, batch: &BatchRow) -> Result<bool, LedgerError> {
        let sql = "UPDATE batch SET state = $3, reason = $4, case_files = $5, exit_code = $6, manifest_sha256 = $7 \
                   WHERE number = $2 AND worker = $1 AND state = 'running'";
        let done = on!(self.database, pool => {
            let query = sqlx::query(sql).bind(worker).bind(i64::from(batch.number)).bind(batch.state.word());
            let query = query.bind(&batch.reason).bind(signed(batch.case_files));
            let query = query.bind(batch.exit_code.map(i64::from)).bind(&batch.manifest_sha256);
            query.execute(pool).await.map(|done| done.rows_affected())
        })?;
        Ok(done == 1)
    }

    /// Takes what follows the batches of case files: the last batch, the lists, the report.
    pub fn claim_finish(&self, worker: &str, run: u32) -> Result<bool, LedgerError> {
        let sql = sql_of!(self, claim_finish!(Sqlite), claim_finish!(Postgres));
        let claimed = on!(self.database, pool => {
            let query = sqlx::query(sql).bind(worker).bind(i64::from(run));
            query.execute(pool).await.map(|done| done.rows_affected())
        })?;
        Ok(claimed == 1)
    }

    /// Whether a worker is the one that finishes a run, which is not finished yet.
    pub fn is_finisher(&self, worker: &str, run: u32) -> Result<bool, LedgerError> {
        let sql = "SELECT COUNT(*) FROM run WHERE number = $2 AND finisher = $1 AND finished IS NULL";
        let count: i64 = on!(self.database, pool => {
            sqlx::query_scalar(sql).bind(worker).bind(i64::from(run)).fetch_one(pool).await
        })?;
        Ok(count == 1)
    }

    /// Notes when a run is about to end, and gives what was noted of it first.
    pub fn note_ending(&self, run: u32, now: &str) -> Result<String, LedgerError> {
        let sql = "UPDATE run SET ending = COALESCE(ending, $2) WHERE number = $1 RETURNING ending";
        let noted: Option<String> = on!(self.database, pool => {
            sqlx::query_scalar(sql).bind(i64::from(run)).bind(now).fetch_optional(pool).await
        })?;
        Ok(noted.unwrap_or_else(|| now.to_owned()))
    }

    /// One batch.
    pub fn batch(&self, number: u32) -> Result<Option<BatchRow>, LedgerError> {
        let sql = "SELECT number, run, kind, state, reason, case_files, exit_code, manifest_sha256 FROM batch \
                   WHERE number = $1";
        let row: Option<BatchCells> = on!(self.database, pool => {
            sqlx::query_as(sql).bind(i64::from(number)).fetch_optional(pool).await
        })?;
        let damaged = || self.database.damaged("an unknown kind or state of a batch");
        row.map(|cells| batch_row(cells).ok_or_else(damaged)).transpose()
    }

    /// The batches that a run cannot seal, where nobody is at work on it any more.
    pub fn given_up(&self, run: u32) -> Result<Vec<BatchRow>, LedgerError> {
        let batches = self.batches()?;
        let of_run = || batches.iter().filter(|batch| batch.run == run && batch.kind != BatchKind::Last);
        if of_run().any(|batch| !matches!(batch.state, BatchState::Sealed | BatchState::Failed)) {
            return Ok(Vec::new());
        }
        Ok(of_run().filter(|batch| batch.state == BatchState::Failed).cloned().collect())
    }
}
