//! What can go wrong with the ledger.

/// The ledger cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The database refused.
    #[error("ledger {path}: {source}; if the file is damaged, restore it from a copy")]
    Database {
        /// The database.
        path: String,
        /// What it said.
        source: sqlx::Error,
    },
    /// The runtime for the database could not be started.
    #[error("cannot start the runtime of the ledger: {0}")]
    Runtime(std::io::Error),
    /// Another version of the program wrote it.
    #[error(
        "ledger {path} has version {found}, this program writes version {expected}; use the program that wrote it"
    )]
    Version {
        /// The database.
        path: String,
        /// Its version.
        found: i64,
        /// The version of this program.
        expected: i64,
    },
}
