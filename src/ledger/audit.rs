//! The ledger: samples that were drawn for audits, and the lists of results that came back. They are added to, and never
//! changed; each is held against the digest that was noted with it whenever it is read.

use std::collections::BTreeMap;

use super::audit_digest::{AuditKind, digest_of_draw, digest_of_list};
use super::database::on;
use super::store::{signed, small, unsigned};
use super::{
    AuditCaseFileRow, AuditDrawRow, AuditListRow, AuditResultRow, AuditStratumRow, Ledger, LedgerError,
};

type DrawCells = (i64, i64, String, String, String, Option<String>);
type ListCells = (i64, i64, String, String, String, Option<String>);
type ResultCells = (i64, i64, String, String, String);

const NOTE_DIGEST: &str = "INSERT INTO audit_digest (kind, number, sha256) VALUES ($1, $2, $3)";

impl Ledger {
    /// Notes a sample that was drawn, whole or not at all.
    pub fn add_audit_draw(&self, draw: &AuditDrawRow) -> Result<(), LedgerError> {
        on!(self.database, pool => {
            let mut transaction = pool.begin().await?;
            let sql = "INSERT INTO audit_draw (number, run, drawn, seed, confidence, tolerable) \
                       VALUES ($1, $2, $3, $4, $5, $6)";
            let query = sqlx::query(sql).bind(i64::from(draw.number)).bind(i64::from(draw.run));
            let query = query.bind(&draw.drawn).bind(draw.seed.to_string()).bind(&draw.confidence);
            query.bind(&draw.tolerable).execute(&mut *transaction).await?;
            for (place, stratum) in (1_i64..).zip(&draw.strata) {
                let sql = "INSERT INTO audit_stratum (draw, place, name, case_files) VALUES ($1, $2, $3, $4)";
                let query = sqlx::query(sql).bind(i64::from(draw.number)).bind(place).bind(&stratum.name);
                query.bind(signed(stratum.case_files)).execute(&mut *transaction).await?;
            }
            for one in &draw.case_files {
                let sql = "INSERT INTO audit_case_file (draw, case_file, stratum, besides) \
                           VALUES ($1, $2, $3, $4)";
                let query = sqlx::query(sql).bind(i64::from(draw.number)).bind(signed(one.case_file));
                query.bind(&one.stratum).bind(i64::from(one.besides)).execute(&mut *transaction).await?;
            }
            let query = sqlx::query(NOTE_DIGEST).bind(AuditKind::Draw.word()).bind(i64::from(draw.number));
            query.bind(digest_of_draw(draw)).execute(&mut *transaction).await?;
            transaction.commit().await
        })
    }

    /// Notes a list of results, whole or not at all.
    pub fn add_audit_list(&self, list: &AuditListRow) -> Result<(), LedgerError> {
        on!(self.database, pool => {
            let mut transaction = pool.begin().await?;
            let sql = "INSERT INTO audit_list (number, draw, taken, sha256, verdict, reason) \
                       VALUES ($1, $2, $3, $4, $5, $6)";
            let query = sqlx::query(sql).bind(i64::from(list.number)).bind(i64::from(list.draw));
            let query = query.bind(&list.taken).bind(&list.sha256).bind(&list.verdict);
            query.bind(&list.reason).execute(&mut *transaction).await?;
            for one in &list.results {
                let sql = "INSERT INTO audit_result (list, case_file, result, checked_by, checked_on) \
                           VALUES ($1, $2, $3, $4, $5)";
                let query = sqlx::query(sql).bind(i64::from(list.number)).bind(signed(one.case_file));
                let query = query.bind(&one.result).bind(&one.checked_by).bind(&one.checked_on);
                query.execute(&mut *transaction).await?;
            }
            let query = sqlx::query(NOTE_DIGEST).bind(AuditKind::List.word()).bind(i64::from(list.number));
            query.bind(digest_of_list(list)).execute(&mut *transaction).await?;
            transaction.commit().await
        })
    }

    /// Every sample that was drawn, the oldest first.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] where one is not as it was noted.
    pub fn audit_draws(&self) -> Result<Vec<AuditDrawRow>, LedgerError> {
        let sql = "SELECT number, run, drawn, seed, confidence, tolerable FROM audit_draw ORDER BY number";
        let draws: Vec<DrawCells> = on!(self.database, pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        let (mut strata, mut case_files) = (self.audit_strata()?, self.audit_case_files()?);
        let row = |(draw, run, drawn, seed, confidence, tolerable): DrawCells| {
            Some(AuditDrawRow {
                number: small(draw),
                run: small(run),
                drawn,
                seed: seed.parse().ok()?,
                confidence,
                tolerable,
                strata: strata.remove(&draw).unwrap_or_default(),
                case_files: case_files.remove(&draw).unwrap_or_default(),
            })
        };
        let rows = draws.into_iter().map(row).collect::<Option<Vec<AuditDrawRow>>>();
        let rows = rows.ok_or_else(|| self.database.damaged("a seed of a sample that is no number"))?;
        self.hold_against_digests(AuditKind::Draw, rows.iter().map(|row| (row.number, digest_of_draw(row))))?;
        Ok(rows)
    }

    /// Holds what was read, in order of number, against the digests that were noted: none changed, none gone, none slipped in.
    fn hold_against_digests(
        &self,
        kind: AuditKind,
        found: impl Iterator<Item = (u32, String)>,
    ) -> Result<(), LedgerError> {
        let sql = "SELECT number, sha256 FROM audit_digest WHERE kind = $1";
        let noted: Vec<(i64, String)> =
            on!(self.database, pool => sqlx::query_as(sql).bind(kind.word()).fetch_all(pool).await)?;
        let mut noted: BTreeMap<i64, String> = noted.into_iter().collect();
        for (place, (number, sha256)) in (1..).zip(found) {
            let number = i64::from(number);
            let is_noted = noted.remove(&number).is_some_and(|own| own.is_empty() || own == sha256);
            if number != place || !is_noted {
                return Err(self.database.damaged(&kind.changed(place.min(number))));
            }
        }
        match noted.keys().next() {
            Some(gone) => Err(self.database.damaged(&kind.changed(*gone))),
            None => Ok(()),
        }
    }

    fn audit_strata(&self) -> Result<BTreeMap<i64, Vec<AuditStratumRow>>, LedgerError> {
        let sql = "SELECT draw, name, case_files FROM audit_stratum ORDER BY draw, place";
        let rows: Vec<(i64, String, i64)> =
            on!(self.database, pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        let row =
            |(draw, name, case_files)| (draw, AuditStratumRow { name, case_files: unsigned(case_files) });
        Ok(grouped(rows.into_iter().map(row)))
    }

    fn audit_case_files(&self) -> Result<BTreeMap<i64, Vec<AuditCaseFileRow>>, LedgerError> {
        let sql = "SELECT draw, case_file, stratum, besides FROM audit_case_file ORDER BY draw, case_file";
        let rows: Vec<(i64, i64, String, i64)> =
            on!(self.database, pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        let row = |(draw, number, stratum, besides)| {
            (draw, AuditCaseFileRow { case_file: unsigned(number), stratum, besides: besides != 0 })
        };
        Ok(grouped(rows.into_iter().map(row)))
    }

    /// Every list of results that was taken in, the oldest first.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] where one is not as it was noted.
    pub fn audit_lists(&self) -> Result<Vec<AuditListRow>, LedgerError> {
        let sql = "SELECT number, draw, taken, sha256, verdict, reason FROM audit_list ORDER BY number";
        let lists: Vec<ListCells> = on!(self.database, pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        let sql = "SELECT list, case_file, result, checked_by, checked_on FROM audit_result \
                   ORDER BY list, case_file";
        let rows: Vec<ResultCells> = on!(self.database, pool => sqlx::query_as(sql).fetch_all(pool).await)?;
        let result = |(list, case_file, result, checked_by, checked_on): ResultCells| {
            (list, AuditResultRow { case_file: unsigned(case_file), result, checked_by, checked_on })
        };
        let mut results = grouped(rows.into_iter().map(result));
        let row = |(list, draw, taken, sha256, verdict, reason): ListCells| AuditListRow {
            number: small(list),
            draw: small(draw),
            taken,
            sha256,
            verdict,
            reason,
            results: results.remove(&list).unwrap_or_default(),
        };
        let rows: Vec<AuditListRow> = lists.into_iter().map(row).collect();
        self.hold_against_digests(AuditKind::List, rows.iter().map(|row| (row.number, digest_of_list(row))))?;
        Ok(rows)
    }
}

/// Rows by what they belong to, in their order.
fn grouped<T>(rows: impl Iterator<Item = (i64, T)>) -> BTreeMap<i64, Vec<T>> {
    let mut groups: BTreeMap<i64, Vec<T>> = BTreeMap::new();
    for (group, row) in rows {
        groups.entry(group).or_default().push(row);
    }
    groups
}
