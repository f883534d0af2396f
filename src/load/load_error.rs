//! Why rows were not loaded.

use std::io;

/// Why rows were not loaded. No cell of a row is ever shown: a database's own message may quote one, so that only its
/// code and the names it gives are.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The address is none that can be loaded into.
    #[error(
        "the database's address must be sqlite://PATH or postgres://USER@HOST/DATABASE; a password may stand in \
         PGPASSWORD or ~/.pgpass"
    )]
    Address,
    /// The database cannot be reached.
    #[error("cannot connect to {database}: {reason}")]
    Connect {
        /// The database, without user and password.
        database: String,
        /// Why.
        reason: String,
    },
    /// The file or the runtime of the database could not be made.
    #[error("cannot open {database}: {source}")]
    Open {
        /// The database, without user and password.
        database: String,
        /// Why.
        source: io::Error,
    },
    /// The database is, or holds, the ledger of an output folder.
    #[error("{database} holds a ledger, which says what runs did; name a database of its own with --to")]
    Ledger {
        /// The database.
        database: String,
    },
    /// The database refused a statement.
    #[error(
        "{database} refused {what}: {reason}; nothing of this batch was loaded. Is the database empty, or holds it \
         tables of another contract?"
    )]
    Refused {
        /// The database, without user and password.
        database: String,
        /// What it was told to do.
        what: String,
        /// The database's code and the names it gives.
        reason: String,
    },
    /// Rows under the same key stand there with other cells.
    #[error(
        "{database} holds other rows under the same key, {}; nothing of this batch was loaded. Load into an empty \
         database, or take those rows out", shown(.rows, *.more)
    )]
    Differs {
        /// The database, without user and password.
        database: String,
        /// Table and key of the first of them.
        rows: Vec<(String, String)>,
        /// How many there are besides.
        more: u64,
    },
    /// A table holds another number of rows than the manifests.
    #[error(
        "{table} of {database} holds {found} rows, the manifests {expected}; load into an empty database"
    )]
    Count {
        /// The database, without user and password.
        database: String,
        /// The table.
        table: String,
        /// The rows there.
        found: u64,
        /// The rows of the manifests.
        expected: u64,
    },
    /// Rows that refer to nothing, where no foreign key could tell.
    #[error(
        "{rows} rows of {table} in {database} have a {column} that no row has; load into an empty database"
    )]
    Dangling {
        /// The database, without user and password.
        database: String,
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The number of rows.
        rows: u64,
    },
}

fn shown(rows: &[(String, String)], more: u64) -> String {
    let names: Vec<_> = rows.iter().map(|(table, key)| format!("{table} {key}")).collect();
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{more}", names.join(", "))
}

/// What a database said, without the message, which may quote a cell.
pub(super) fn reason(error: &sqlx::Error) -> String {
    let Some(error) = error.as_database_error() else {
        return match error {
            sqlx::Error::Io(source) => source.to_string(),
            sqlx::Error::PoolTimedOut => "no answer".to_owned(),
            sqlx::Error::Tls(source) => format!("no secure connection: {source}"),
            _ => "the connection failed".to_owned(),
        };
    };
    let kind = match error.kind() {
        sqlx::error::ErrorKind::UniqueViolation => "a value that must be unique stands twice",
        sqlx::error::ErrorKind::ForeignKeyViolation => "a row that is referred to is missing",
        sqlx::error::ErrorKind::NotNullViolation => "a column that must be filled is empty",
        sqlx::error::ErrorKind::CheckViolation => "a check of the table failed",
        // What SQLite says of a file that is none of its own, or that a disk has spoilt.
        _ if matches!(error.code().as_deref(), Some("26" | "11")) => {
            "the file is no whole SQLite database; name another"
        }
        _ => "not possible",
    };
    let mut parts = vec![kind.to_owned()];
    parts.extend(error.code().map(|code| format!("code {code}")));
    parts.extend(error.table().map(|table| format!("table {table}")));
    parts.extend(error.constraint().map(|name| format!("constraint {name}")));
    parts.join(", ")
}
