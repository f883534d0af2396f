//! The ledger: what runs read and turned away.

use super::database::{Cell, on};
use super::store::{signed, unsigned};
use super::{CaseFileRow, ExceptionRow, Ledger, LedgerError, SourceFileRow, TallyRow};

pub(super) fn number(number: impl Into<u64>) -> Cell {
    Cell::Number(Some(signed(number.into())))
}

pub(super) fn text(text: &str) -> Cell {
    Cell::Text(Some(text.to_owned()))
}

impl Ledger {
    /// Rows that are handed over at once where there are many; those of a run are never all in memory.
    pub const ROWS_AT_ONCE: usize = 10_000;

    /// Notes the files that a run read.
    pub fn put_source_files(&self, run: u32, files: &[SourceFileRow]) -> Result<(), LedgerError> {
        let row = |file: &SourceFileRow| {
            let (records, bytes) = (number(file.records), number(file.bytes));
            vec![number(run), text(&file.path), text(&file.entity), records, bytes, text(&file.sha256)]
        };
        self.database.insert(
            "INSERT INTO source_file (run, path, entity, records, bytes, sha256) ",
            &files.iter().map(row).collect::<Vec<_>>(),
            " ON CONFLICT (run, path) DO UPDATE SET entity = excluded.entity, records = excluded.records, \
             bytes = excluded.bytes, sha256 = excluded.sha256",
        )
    }

    /// Notes the case files of a run.
    pub fn put_case_files(&self, run: u32, files: &[CaseFileRow]) -> Result<(), LedgerError> {
        let row = |file: &CaseFileRow| {
            let batch = Cell::Number(file.batch.map(i64::from));
            let (place, person) = (number(file.place), number(file.number));
            vec![number(run), place, person, text(&file.state), batch, number(file.records)]
        };
        self.database.insert(
            "INSERT INTO case_file (run, place, number, state, batch, records) ",
            &files.iter().map(row).collect::<Vec<_>>(),
            " ON CONFLICT (run, place) DO UPDATE SET number = excluded.number, state = excluded.state, \
             batch = excluded.batch, records = excluded.records",
        )
    }

    /// Forgets what a run noted of what it turned away, unless the run is finished or another than `finisher` is at it.
    pub fn clear_exceptions(&self, run: u32, finisher: Option<&str>) -> Result<(), LedgerError> {
        let sql = "DELETE FROM exception WHERE run = $1 AND NOT EXISTS \
                   (SELECT 1 FROM run WHERE number = $1 AND (finished IS NOT NULL OR finisher <> $2))";
        on!(self.database, pool => {
            sqlx::query(sql).bind(i64::from(run)).bind(finisher).execute(pool).await.map(drop)
        })
    }

    /// Notes more of what a run turned away, unless the run is finished or another than `finisher` is at it.
    pub fn add_exceptions(
        &self,
        run: u32,
        finisher: Option<&str>,
        exceptions: &[ExceptionRow],
    ) -> Result<(), LedgerError> {
        let row = |one: &ExceptionRow| {
            vec![
                number(run),
                text(one.kind),
                text(&one.entity),
                text(&one.source_id),
                Cell::Number(one.case_file.map(signed)),
                text(&one.file),
                number(one.line),
                text(&one.field),
                text(&one.reason),
                text(&one.rule),
                Cell::Text(finisher.map(str::to_owned)),
            ]
        };
        self.database.insert(
            "INSERT INTO exception (run, kind, entity, source_id, case_file, file, line, field, reason, rule) \
             SELECT column1, column2, column3, column4, column5, column6, column7, column8, column9, column10 FROM (",
            &exceptions.iter().map(row).collect::<Vec<_>>(),
            ") AS given WHERE NOT EXISTS (SELECT 1 FROM run WHERE number = given.column1 \
             AND (finished IS NOT NULL OR finisher <> given.column11))",
        )
    }

    /// Forgets the balance and the case files of a run.
    pub fn clear_account(&self, run: u32) -> Result<(), LedgerError> {
        for sql in ["DELETE FROM tally WHERE run = $1", "DELETE FROM case_file WHERE run = $1"] {
            on!(self.database, pool => sqlx::query(sql).bind(i64::from(run)).execute(pool).await.map(drop))?;
        }
        Ok(())
    }

    /// Notes the balance of a run.
    pub fn put_tallies(&self, run: u32, tallies: &[TallyRow]) -> Result<(), LedgerError> {
        let row = |tally: &TallyRow| {
            vec![number(run), text(&tally.entity), text(&tally.outcome), number(tally.records)]
        };
        self.database.insert(
            "INSERT INTO tally (run, entity, outcome, records) ",
            &tallies.iter().map(row).collect::<Vec<_>>(),
            " ON CONFLICT (run, entity, outcome) DO UPDATE SET records = excluded.records",
        )
    }

    /// Notes the digests of files that later commands may rewrite, in place of those noted under the same folder:
    /// the output folder's own are under none, a dry run's under its folder.
    pub fn put_output_files(
        &self,
        run: u32,
        under: &str,
        files: &[(String, String)],
    ) -> Result<(), LedgerError> {
        let noted = self.output_files()?.into_iter().map(|file| file.path);
        let stale = noted.filter(|path| {
            let own = if under.is_empty() { !path.starts_with("dry-runs/") } else { path.starts_with(under) };
            own && !files.iter().any(|(kept, _)| kept == path)
        });
        for path in stale {
            let sql = "DELETE FROM output_file WHERE path = $1";
            on!(self.database, pool => sqlx::query(sql).bind(&path).execute(pool).await.map(drop))?;
        }
        let row = |(path, sha256): &(String, String)| vec![text(path), number(run), text(sha256)];
        self.database.insert(
            "INSERT INTO output_file (path, run, sha256) ",
            &files.iter().map(row).collect::<Vec<_>>(),
            " ON CONFLICT (path) DO UPDATE SET run = excluded.run, sha256 = excluded.sha256",
        )
    }

    /// How many records a run excepted, by kind and reason, the most first.
    pub fn exception_counts(&self, run: u32) -> Result<Vec<(String, String, u64)>, LedgerError> {
        let sql =
            "SELECT kind, reason, COUNT(*) AS records FROM exception WHERE run = $1 GROUP BY kind, reason";
        let rows: Vec<(String, String, i64)> = on!(self.database, pool => {
            sqlx::query_as(sql).bind(i64::from(run)).fetch_all(pool).await
        })?;
        let mut counts: Vec<_> =
            rows.into_iter().map(|(kind, reason, records)| (kind, reason, unsigned(records))).collect();
        // Here and not in SQL: engines order letters by their own alphabets.
        counts.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.cmp(b)));
        Ok(counts)
    }

    /// The balance of a run.
    pub fn tallies(&self, run: u32) -> Result<Vec<TallyRow>, LedgerError> {
        let sql = "SELECT entity, outcome, records FROM tally WHERE run = $1";
        let rows: Vec<(String, String, i64)> = on!(self.database, pool => {
            sqlx::query_as(sql).bind(i64::from(run)).fetch_all(pool).await
        })?;
        let row = |(entity, outcome, records)| TallyRow { entity, outcome, records: unsigned(records) };
        let mut tallies: Vec<_> = rows.into_iter().map(row).collect();
        tallies.sort_by(|a, b| (&a.entity, &a.outcome).cmp(&(&b.entity, &b.outcome)));
        Ok(tallies)
    }

    /// How many case files of a run are in which state.
    pub fn case_file_counts(&self, run: u32) -> Result<Vec<(String, u64)>, LedgerError> {
        let sql = "SELECT state, COUNT(*) FROM case_file WHERE run = $1 GROUP BY state";
        let rows: Vec<(String, i64)> = on!(self.database, pool => {
            sqlx::query_as(sql).bind(i64::from(run)).fetch_all(pool).await
        })?;
        let mut counts: Vec<_> = rows.into_iter().map(|(state, count)| (state, unsigned(count))).collect();
        counts.sort();
        Ok(counts)
    }
}
