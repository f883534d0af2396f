//! The ledger: what runs found, by reason, and the state of every case file in each of them.

use super::account::{number, text};
use super::database::on;
use super::store::{signed, unsigned};
use super::{CauseRow, ExceptionRow, Ledger, LedgerError};

/// The kinds of findings that stand in lists.
const KINDS: [&str; 6] = ["reject", "hold", "waiting", "excluded", "value", "warning"];

/// The columns of a line of a list about a case file.
type Cells = (i64, String, String, String, String, i64, String, String, String);

impl Ledger {
    /// Notes what a run found, by reason.
    pub fn put_causes(&self, run: u32, causes: &[CauseRow]) -> Result<(), LedgerError> {
        let row = |cause: &CauseRow| {
            let (entity, field) = (text(&cause.entity), text(&cause.field));
            vec![number(run), text(&cause.kind), entity, field, text(&cause.reason), number(cause.records)]
        };
        self.database.insert(
            "INSERT INTO cause (run, kind, entity, field, reason, records) ",
            &causes.iter().map(row).collect::<Vec<_>>(),
            " ON CONFLICT (run, kind, entity, field, reason) DO UPDATE SET records = excluded.records",
        )
    }

    /// What a run found, by reason, in order.
    pub fn causes(&self, run: u32) -> Result<Vec<CauseRow>, LedgerError> {
        let sql = "SELECT kind, entity, field, reason, records FROM cause WHERE run = $1";
        let rows: Vec<(String, String, String, String, i64)> = on!(self.database, pool => {
            sqlx::query_as(sql).bind(i64::from(run)).fetch_all(pool).await
        })?;
        let row = |(kind, entity, field, reason, records)| CauseRow {
            kind,
            entity,
            field,
            reason,
            records: unsigned(records),
        };
        let mut causes: Vec<CauseRow> = rows.into_iter().map(row).collect();
        causes.sort();
        Ok(causes)
    }

    /// The state of every case file of a run, by person number.
    pub fn case_file_states(&self, run: u32) -> Result<Vec<(u64, String)>, LedgerError> {
        let sql = "SELECT number, state FROM case_file WHERE run = $1 ORDER BY number";
        let rows: Vec<(i64, String)> = on!(self.database, pool => {
            sqlx::query_as(sql).bind(i64::from(run)).fetch_all(pool).await
        })?;
        Ok(rows.into_iter().map(|(number, state)| (unsigned(number), state)).collect())
    }

    /// Person number and state of every case file of a run that it did not write: held or excluded.
    pub fn unwritten_case_files(&self, run: u32) -> Result<Vec<(u64, String)>, LedgerError> {
        let sql = "SELECT number, state FROM case_file WHERE run = $1 AND state IN ('held', 'excluded') \
                   ORDER BY place";
        let rows: Vec<(i64, String)> = on!(self.database, pool => {
            sqlx::query_as(sql).bind(i64::from(run)).fetch_all(pool).await
        })?;
        Ok(rows.into_iter().map(|(number, state)| (unsigned(number), state)).collect())
    }

    /// Person number and key of what a run listed of an entity under a kind, each once, in no order.
    pub fn records_listed(
        &self,
        run: u32,
        kind: &str,
        entity: &str,
    ) -> Result<Vec<(Option<u64>, String)>, LedgerError> {
        let sql = "SELECT DISTINCT case_file, source_id FROM exception \
                   WHERE run = $1 AND kind = $2 AND entity = $3";
        let rows: Vec<(Option<i64>, String)> = on!(self.database, pool => {
            sqlx::query_as(sql).bind(i64::from(run)).bind(kind).bind(entity).fetch_all(pool).await
        })?;
        Ok(rows.into_iter().map(|(number, key)| (number.map(unsigned), key)).collect())
    }

    /// The case files that a run holds, or of which a record waits, under a reason as the lists have it.
    pub fn case_files_held_for(&self, run: u32, reason: &str) -> Result<Vec<u64>, LedgerError> {
        let sql = "SELECT DISTINCT case_file FROM exception WHERE run = $1 AND reason = $2 \
                   AND kind IN ('hold', 'waiting') AND case_file IS NOT NULL ORDER BY case_file";
        let rows: Vec<i64> = on!(self.database, pool => {
            sqlx::query_scalar(sql).bind(i64::from(run)).bind(reason).fetch_all(pool).await
        })?;
        Ok(rows.into_iter().map(unsigned).collect())
    }

    /// What a run listed of the case files from one person number to another, both included, in no order.
    pub fn exceptions_of(
        &self,
        run: u32,
        (first, last): (u64, u64),
    ) -> Result<Vec<ExceptionRow>, LedgerError> {
        let sql = "SELECT case_file, kind, entity, source_id, file, line, field, reason, rule FROM exception \
                   WHERE run = $1 AND case_file BETWEEN $2 AND $3";
        let rows: Vec<Cells> = on!(self.database, pool => {
            let range = sqlx::query_as(sql).bind(i64::from(run)).bind(signed(first)).bind(signed(last));
            range.fetch_all(pool).await
        })?;
        let row = |(case_file, kind, entity, source_id, file, line, field, reason, rule): Cells| {
            let kind = KINDS.into_iter().find(|known| *known == kind)?;
            let (case_file, line) = (Some(unsigned(case_file)), unsigned(line));
            Some(ExceptionRow { kind, entity, source_id, case_file, file, line, field, reason, rule })
        };
        Ok(rows.into_iter().filter_map(row).collect())
    }
}
