//! What the ledger of an output folder vouches for.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::files;

/// Makes the ledger of an output folder bear out the files that later commands rewrite, as they are now.
pub(crate) fn note_files(out: &Path) {
    let noted = files(out);
    let updates: Vec<String> = noted
        .iter()
        .map(|(name, bytes)| {
            let sha256 = care2mosaic::target::hex(&Sha256::digest(bytes));
            format!("UPDATE output_file SET sha256 = '{sha256}' WHERE path = '{name}'")
        })
        .collect();
    edit_ledger(out, &updates.join(";"));
}

/// Edits the ledger of an output folder.
pub(crate) fn edit_ledger(out: &Path, statements: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let address = format!("sqlite://{}", out.join("ledger.sqlite").display());
        let pool = sqlx::SqlitePool::connect(&address).await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(statements.to_owned())).execute(&pool).await.unwrap();
        pool.close().await;
    });
}
