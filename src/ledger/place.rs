//! The ledger: which output folder it is of.

use super::database::on;
use super::{Ledger, LedgerError};

/// The output folder that a ledger is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceRow {
    /// What the folder itself keeps, wherever it is mounted.
    pub id: String,
    /// Where it was when the ledger was first used.
    pub path: String,
}

impl Ledger {
    /// The output folder that the ledger is of; none before it was used for one.
    pub fn place(&self) -> Result<Option<PlaceRow>, LedgerError> {
        let sql = "SELECT id, path FROM place ORDER BY id LIMIT 1";
        let row: Option<(String, String)> =
            on!(self.database, pool => sqlx::query_as(sql).fetch_optional(pool).await)?;
        Ok(row.map(|(id, path)| PlaceRow { id, path }))
    }

    /// Notes the output folder that the ledger is of, in place of any other.
    pub fn put_place(&self, place: &PlaceRow) -> Result<(), LedgerError> {
        on!(self.database, pool => {
            let mut transaction = pool.begin().await?;
            sqlx::query("DELETE FROM place").execute(&mut *transaction).await?;
            let query = sqlx::query("INSERT INTO place (id, path) VALUES ($1, $2)");
            query.bind(&place.id).bind(&place.path).execute(&mut *transaction).await?;
            transaction.commit().await
        })
    }
}
