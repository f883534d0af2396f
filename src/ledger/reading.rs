//! What the ledger holds, read back to be compared with the files beside it.

use super::database::on;
use super::store::{small, unsigned};
use super::{CaseFileRow, ExceptionRow, Ledger, LedgerError, OutputFileRow, SourceFileRow};

/// The kinds of exceptions.
const KINDS: [&str; 6] = ["reject", "hold", "waiting", "excluded", "value", "warning"];

type SourceCells = (String, String, i64, i64, String);
type CaseFileCells = (i64, i64, String, Option<i64>, i64);
type ExceptionCells = (String, String, Option<i64>, String, i64, String, String, String);

impl Ledger {
    /// The files that later commands may rewrite.
    pub fn output_files(&self) -> Result<Vec<OutputFileRow>, LedgerError> {
        let sql = "SELECT path, run, sha256 FROM output_file";
        let rows: Vec<(String, i64, String)> =
            on!(self.database, pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        let row = |(path, run, sha256)| OutputFileRow { path, run: small(run), sha256 };
        Ok(rows.into_iter().map(row).collect())
    }

    /// The files that a run read.
    pub fn source_files(&self, run: u32) -> Result<Vec<SourceFileRow>, LedgerError> {
        let sql = "SELECT path, entity, records, bytes, sha256 FROM source_file WHERE run = $1";
        let rows: Vec<SourceCells> = on!(self.database, pool => {
            sqlx::query_as(sql).bind(i64::from(run)).fetch_all(pool).await
        })?;
        let row = |(path, entity, records, bytes, sha256)| {
            let (records, bytes) = (unsigned(records), unsigned(bytes));
            SourceFileRow { path, entity, records, bytes, sha256 }
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// The case files of a run, in ascending person number.
    pub fn case_files(&self, run: u32) -> Result<Vec<CaseFileRow>, LedgerError> {
        let sql = "SELECT place, number, state, batch, records FROM case_file WHERE run = $1 ORDER BY place";
        let rows: Vec<CaseFileCells> = on!(self.database, pool => {
            sqlx::query_as(sql).bind(i64::from(run)).fetch_all(pool).await
        })?;
        let row = |(place, number, state, batch, records): CaseFileCells| {
            let (place, number, records) = (unsigned(place), unsigned(number), unsigned(records));
            CaseFileRow { place, number, state, batch: batch.map(small), records }
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// What a run turned away, of one kind, in no order.
    pub fn exceptions(&self, run: u32, kind: &str) -> Result<Vec<ExceptionRow>, LedgerError> {
        let Some(kind) = KINDS.into_iter().find(|known| *known == kind) else { return Ok(Vec::new()) };
        let sql = "SELECT entity, source_id, case_file, file, line, field, reason, rule FROM exception \
                   WHERE run = $1 AND kind = $2";
        let rows: Vec<ExceptionCells> = on!(self.database, pool => {
            sqlx::query_as(sql).bind(i64::from(run)).bind(kind).fetch_all(pool).await
        })?;
        let row = |(entity, source_id, case_file, file, line, field, reason, rule): ExceptionCells| {
            let (case_file, line) = (case_file.map(unsigned), unsigned(line));
            ExceptionRow { kind, entity, source_id, case_file, file, line, field, reason, rule }
        };
        Ok(rows.into_iter().map(row).collect())
    }
}
