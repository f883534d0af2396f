//! What can go wrong with the ledger.

use std::path::Path;

use sqlx::error::DatabaseError;
use sqlx::migrate::MigrateError;

/// The ledger cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The database refused.
    #[error("ledger {ledger}: {source}; mend the cause, then run the same command again")]
    Database {
        /// The ledger.
        ledger: String,
        /// What it said.
        source: sqlx::Error,
    },
    /// The file is no ledger any more.
    #[error("ledger {ledger} is damaged ({said}); bring it back from a copy of the output folder")]
    Damaged {
        /// The ledger.
        ledger: String,
        /// What the database said.
        said: String,
    },
    /// The file, or the folder that it is in, may not be written by this user.
    #[error(
        "ledger {ledger} cannot be written: this user may not write into the folder {folder}, or not the ledger there; mend \
         their permissions, then run the same command again"
    )]
    ReadOnly {
        /// The ledger.
        ledger: String,
        /// The folder that it is in.
        folder: String,
    },
    /// Another program holds the database.
    #[error("ledger {ledger} is locked by another program; close that, then run the same command again")]
    Locked {
        /// The ledger.
        ledger: String,
    },
    /// The server does not answer.
    #[error(
        "ledger {ledger}: the server cannot be reached ({said}); is it running, and is the address right? Once it answers, \
         run the same command again: a run that was begun goes on"
    )]
    Unreachable {
        /// The ledger.
        ledger: String,
        /// What the system said.
        said: String,
    },
    /// The server does not let us in.
    #[error(
        "ledger {ledger}: the server refused the user or the password; set PGUSER and PGPASSWORD, or write the password to ~/.pgpass"
    )]
    Denied {
        /// The ledger.
        ledger: String,
    },
    /// The server and this program do not agree on encryption.
    #[error("ledger {ledger}: no encrypted connection ({said}); see sslmode and sslrootcert of the address")]
    Tls {
        /// The ledger.
        ledger: String,
        /// What went wrong.
        said: String,
    },
    /// The server has no such database.
    #[error("ledger {ledger}: the server has no such database; make it with `createdb`")]
    NoDatabase {
        /// The ledger.
        ledger: String,
    },
    /// There is a database, and nothing in it yet.
    #[error("ledger {ledger} holds no run yet; `care2mosaic migrate` writes the first")]
    Empty {
        /// The ledger.
        ledger: String,
    },
    /// It was begun, and not finished before there was a run in it.
    #[error(
        "ledger {ledger} was begun and not finished, as where a disk was full, and holds no run yet; free space, and \
         `care2mosaic migrate` begins the first"
    )]
    Unfinished {
        /// The ledger.
        ledger: String,
    },
    /// The disk did not take what was written, or did not give what was read.
    #[error(
        "ledger {ledger}: the disk that it is on is full, or fails ({said}); free space there or mend it, then run the same \
         command again"
    )]
    Disk {
        /// The ledger.
        ledger: String,
        /// What the database said.
        said: String,
    },
    /// A newer program, or another one, wrote it.
    #[error(
        "ledger {ledger} was written by another version of this program (schema {found}, this program knows {newest}); use the program that wrote it"
    )]
    Version {
        /// The ledger.
        ledger: String,
        /// The version of the schema there that is not known here.
        found: i64,
        /// The newest version that this program knows.
        newest: i64,
    },
    /// An earlier version of this program wrote it, and it is only to be looked at.
    #[error(
        "ledger {ledger} was written by an earlier version of this program (schema {found}, this program writes {newest}); \
         the next `care2mosaic retry` or `reconcile` brings it up to date"
    )]
    Older {
        /// The ledger.
        ledger: String,
        /// The version of its schema.
        found: i64,
        /// The version that this program writes.
        newest: i64,
    },
    /// The runtime for the database could not be started.
    #[error("cannot start the runtime of the ledger: {0}")]
    Runtime(std::io::Error),
    /// The file of the ledger could not be made.
    #[error(
        "cannot write ledger {ledger}: {source}; free space or mend permissions, then run the same command again"
    )]
    File {
        /// The ledger.
        ledger: String,
        /// What the system said.
        source: std::io::Error,
    },
}

impl LedgerError {
    /// What a database said, told apart by what there is to do.
    pub(super) fn new(ledger: &str, source: sqlx::Error) -> Self {
        let ledger = ledger.to_owned();
        match &source {
            // A handshake that fails is told as data that makes no sense.
            sqlx::Error::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                Self::Tls { ledger, said: error.to_string() }
            }
            sqlx::Error::Io(error) => Self::Unreachable { ledger, said: error.to_string() },
            sqlx::Error::PoolTimedOut => Self::Unreachable { ledger, said: "no answer in time".to_owned() },
            sqlx::Error::Tls(error) => Self::Tls { ledger, said: error.to_string() },
            sqlx::Error::Database(error) => match kind(error.as_ref()) {
                Kind::Damaged => Self::Damaged { ledger, said: error.message().to_owned() },
                Kind::Locked => Self::Locked { ledger },
                Kind::Disk => Self::Disk { ledger, said: error.message().to_owned() },
                Kind::ReadOnly => Self::ReadOnly { folder: folder_of(&ledger), ledger },
                Kind::Denied => Self::Denied { ledger },
                Kind::Gone => Self::Unreachable { ledger, said: error.message().to_owned() },
                Kind::NoDatabase => Self::NoDatabase { ledger },
                Kind::Other => Self::Database { ledger, source },
            },
            // What a cell holds is not repeated.
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                Self::Damaged { ledger, said: "a cell holds something else than it should".to_owned() }
            }
            _ => Self::Database { ledger, source },
        }
    }

    /// What bringing the schema up to date came to.
    pub(super) fn of_migration(ledger: &str, newest: i64, source: MigrateError) -> Self {
        match source {
            MigrateError::VersionMissing(found) | MigrateError::VersionMismatch(found) => {
                Self::Version { ledger: ledger.to_owned(), found, newest }
            }
            MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) => {
                Self::new(ledger, source)
            }
            source => Self::new(ledger, sqlx::Error::Migrate(Box::new(source))),
        }
    }
}

/// The folder of a file that is a ledger.
fn folder_of(ledger: &str) -> String {
    let path = Path::new(ledger.strip_prefix("sqlite://").unwrap_or(ledger));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).display().to_string()
}

enum Kind {
    Damaged,
    Locked,
    ReadOnly,
    Disk,
    Denied,
    NoDatabase,
    Gone,
    Other,
}

/// SQLite numbers its refusals (the low byte is the kind), PostgreSQL has codes of five characters.
fn kind(error: &dyn DatabaseError) -> Kind {
    let code = error.code().unwrap_or_default();
    match code.as_ref() {
        "28P01" | "28000" => return Kind::Denied,
        "3D000" => return Kind::NoDatabase,
        "53100" => return Kind::Disk,
        // It is shut down, broke down, starts up, or lost the connection.
        "57P01" | "57P02" | "57P03" | "08000" | "08003" | "08006" => return Kind::Gone,
        _ => {}
    }
    let is_sqlite = error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some();
    match code.parse::<u32>().map(|code| code & 0xff) {
        Ok(5 | 6) if is_sqlite => Kind::Locked,
        // The second is of a file beside it that cannot be opened.
        Ok(8 | 14) if is_sqlite => Kind::ReadOnly,
        Ok(10 | 13) if is_sqlite => Kind::Disk,
        // The first is of a table or a column that is not there.
        Ok(1 | 11 | 26) if is_sqlite => Kind::Damaged,
        _ => Kind::Other,
    }
}
